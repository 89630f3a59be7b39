using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>The open question: its text, its choices, and the ways out.</summary>
internal sealed partial class TurnRun
{
    private static readonly ImmutableArray<string> LeaveOrStay = ["leave", "stay"];
    private static readonly ImmutableArray<string> GoOnOrAnew = ["go_on", "anew"];

    private Prompt BuildPrompt()
    {
        var node = Node;
        var choices = Choices();
        return new Prompt
        {
            Ask = sprint,
            Text = QuestionText(node),
            Choices = choices,
            Ways = Ways(choices),
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

    /// <summary>«٣ من ٥» counts the questions that this person is really asked.</summary>
    private string Progress(DialogNode node)
    {
        var fields = node.Form!.Fields.Where(field => !IsSkippedByRule(field)).ToList();
        var step = fields.IndexOf(node.Field!) + 1;
        return library.Texts.Say("common.progress", context.Tongue, name => name switch
        {
            "step" => Shown(step),
            "of" => Shown(fields.Count),
            _ => null,
        });
    }

    private bool IsSkippedByRule(Forms.FormField field) => field.SkipIf is { } guard && Holds(guard);

    private string Shown(int number)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        return context.Tongue == Tongue.Arabic ? Digits.ToArabicIndic(text) : text;
    }

    /// <summary>The choices on the shown page, numbered from 1.</summary>
    private ImmutableArray<Choice> Choices()
    {
        var all = AllChoices();
        var size = context.Channel.PageSize;
        if (Node.IsReview || all.Length <= size)
        {
            return Numbered(all);
        }

        var pages = (all.Length + size - 1) / size;
        return Numbered([.. all.Skip(Top.Page % pages * size).Take(size)]);
    }

    private static ImmutableArray<Choice> Numbered(ImmutableArray<Choice> choices) =>
        [.. choices.Select((choice, index) => choice with { Key = (index + 1).ToString(CultureInfo.InvariantCulture) })];

    private ImmutableArray<Choice> AllChoices()
    {
        if (Top.Confirming is { } confirming)
        {
            return Labelled($"common.confirm_{confirming}", confirming == "cancel" ? LeaveOrStay : GoOnOrAnew);
        }

        var node = Node;
        if (!Top.Offered.IsEmpty)
        {
            return Top.Offered.Add(new Choice(NoneOfThese, Label(node.Text, NoneOfThese)));
        }

        var source = node.State.Choices;
        ImmutableArray<Choice> made = source.From is { } from
            ? [.. library.Functions.Choices[from](Functions()).Select(choice => choice.Label.Length > 0 ? choice : choice with { Label = Label(node.Text, choice.Id) })]
            : [];
        var written = Labelled(node.Text, source.Ids);
        return node.IsReview ? [.. EditChoices(node), .. made, .. written] : made.AddRange(written);
    }

    /// <summary>Each answer of a review is a choice: its number edits it. The text shows them, so that they are not listed twice.</summary>
    private IEnumerable<Choice> EditChoices(DialogNode node) => ReviewFields(node).Select(field =>
        new Choice(EditPrefix + field.Id, $"{Label("common", "edit")} {Label(node.Form!.Name + "." + field.Id, "label")}", InText: true));

    private IEnumerable<Forms.FormField> ReviewFields(DialogNode node) =>
        node.Form!.Fields.Where(field => !(IsSkippedByRule(field) && Top.Slots.GetValueOrDefault(field.Id) is null or { IsSkipped: true }) || field.SkipIf is null);

    private ImmutableArray<Choice> Labelled(string key, ImmutableArray<string> ids) => [.. ids.Select(id => new Choice(id, Label(key, id)))];

    private string Label(string key, string id) =>
        Fill(library.Texts.Has($"{key}.{id}") ? $"{key}.{id}" : $"common.{id}");

    /// <summary>More, back and menu, with the digit that means each where no choice has that digit; a person to talk to after three misses.</summary>
    private ImmutableArray<Choice> Ways(ImmutableArray<Choice> shown)
    {
        var ways = ImmutableArray.CreateBuilder<Choice>();
        if (Top.Confirming is not null)
        {
            return [];
        }

        if (!Node.IsReview && AllChoices().Length > context.Channel.PageSize)
        {
            ways.Add(Way("more", shown));
        }

        if (Top.Misses >= 3)
        {
            ways.Add(Way("human", shown));
        }

        if ((!Top.Trail.IsEmpty || !Top.Offered.IsEmpty) && !Node.State.Off.Contains("back"))
        {
            ways.Add(Way("back", shown));
        }

        if (Top.Dialog != DialogEngine.MenuDialog && !Node.State.Off.Contains("menu"))
        {
            ways.Add(Way("menu", shown));
        }

        return ways.ToImmutable();
    }

    private Choice Way(string name, ImmutableArray<Choice> shown)
    {
        var key = library.Everywhere.Interrupts.FirstOrDefault(interrupt => interrupt.Name == name)?.Key ?? "";
        var free = key.Length > 0 && !shown.IsEmpty && !shown.Any(choice => choice.Key == key);
        return new Choice(name, Fill($"common.{name}"), free ? key : "");
    }

    /// <summary>A number, the label, an id, or a word listed for the choice, in either language and any digits.</summary>
    private string? ByKeyOrLabel(string text, string phrase, ImmutableArray<Choice> shown)
    {
        if (phrase.Length == 0)
        {
            return null;
        }

        var all = AllChoices();
        var key = OptionNumber.Read(phrase);
        if (key is not null && !all.IsEmpty)
        {
            var chosen = shown.Concat(Ways(shown)).FirstOrDefault(choice => choice.Key == key)?.Id;
            if (chosen is not null || !Node.Accepts("text"))
            {
                return chosen;
            }
        }

        return all.FirstOrDefault(choice => Means(choice, text.Trim(), phrase))?.Id
            ?? Ways(shown).FirstOrDefault(way => ArabicText.FoldPhrase(way.Label) == phrase)?.Id;
    }

    private bool Means(Choice choice, string text, string phrase)
    {
        if (string.Equals(choice.Id, text, StringComparison.OrdinalIgnoreCase) || ArabicText.FoldPhrase(choice.Label) == phrase)
        {
            return true;
        }

        var key = Top.Confirming is { } confirming ? $"common.confirm_{confirming}" : Node.Text;
        return library.Vocabulary.Names(key, choice.Id, phrase);
    }
}
