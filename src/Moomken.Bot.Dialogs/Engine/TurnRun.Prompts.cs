using System.Collections.Immutable;
using System.Globalization;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>The open question: its text and the ways out.</summary>
internal sealed partial class TurnRun
{
    private Prompt BuildPrompt()
    {
        var node = Node;
        return new Prompt
        {
            Ask = sprint,
            Text = meant.IsEmpty ? QuestionText(node) : Fill(meantText),
            Choices = meant.IsEmpty ? Choices() : meant,
            Ways = meant.IsEmpty ? Ways() : Ways().RemoveAll(way => way.Id != "human"),
            WantsLocation = Top.Confirming is null && node.Accepts("location") && context.Channel.Location && !node.IsReview,
            WantsText = Top.Confirming is null && node.Accepts("text"),
        };
    }

    private string QuestionText(DialogNode node)
    {
        if (Top.Confirming is { } confirming)
        {
            return Fill($"common.confirm_{confirming}");
        }

        if (!Top.Offered.IsEmpty)
        {
            return Fill(library.Texts.Has($"{node.Text}.which") ? $"{node.Text}.which" : "common.which");
        }

        return node.Field is null ? Fill(node.Text) : $"{Progress(node)} {Fill(node.Text)}";
    }

    /// <summary>«3 من 5» counts the questions that this person is really asked.</summary>
    private string Progress(DialogNode node)
    {
        var fields = node.Form!.Fields.Where(field => !IsSkippedByRule(field) || field == node.Field).ToList();
        var step = fields.IndexOf(node.Field!) + 1;
        return library.Texts.Say("common.progress", context.Tongue, name => name switch
        {
            "step" => Shown(step),
            "of" => Shown(fields.Count),
            _ => null,
        });
    }

    private bool IsSkippedByRule(Forms.FormField field) => field.SkipIf is { } guard && Holds(guard);

    private static string Shown(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>More, back and menu, with the digit that means each where no choice has that digit; a person to talk to after three misses.</summary>
    private ImmutableArray<Choice> Ways()
    {
        if (ReferenceEquals(frames, waysOf))
        {
            return ways;
        }

        var shown = Choices();
        (waysOf, ways) = (frames, [.. WayNames().Where(name => shown.All(choice => choice.Id != name)).Select(name => Way(name, shown))]);
        return ways;
    }

    private IEnumerable<string> WayNames()
    {
        if (Top.Confirming is not null)
        {
            yield break;
        }

        if (!Node.IsReview && AllChoices().Length > context.Channel.PageSize)
        {
            yield return "more";
        }

        if (Top.Misses >= MissesUntilPerson && !Node.State.Off.Contains("human"))
        {
            yield return "human";
        }

        if (!Top.Offered.IsEmpty || (!Top.Trail.IsEmpty && !Node.State.Off.Contains("back")))
        {
            yield return "back";
        }

        if (Top.Dialog != DialogEngine.MenuDialog && !Node.State.Off.Contains("menu"))
        {
            yield return "menu";
        }
    }

    private Choice Way(string name, ImmutableArray<Choice> shown)
    {
        var key = library.Everywhere.Interrupts.FirstOrDefault(interrupt => interrupt.Name == name)?.Key ?? "";
        var free = key.Length > 0 && !shown.IsEmpty && shown.All(choice => choice.Key != key);
        return new Choice(name, Fill($"common.{name}"), free ? key : "");
    }
}
