using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>What can be chosen, and which choice words mean.</summary>
internal sealed partial class TurnRun
{
    private static readonly ImmutableArray<string> LeaveOrStay = ["leave", "stay"];
    private static readonly ImmutableArray<string> GoOnOrAnew = ["go_on", "anew"];

    // Choices are asked for several times in a turn. They hang on the frames alone, which are replaced with every change.
    private ImmutableList<DialogFrame>? allOf;
    private ImmutableList<DialogFrame>? shownOf;
    private ImmutableList<DialogFrame>? waysOf;
    private ImmutableArray<Choice> all = [];
    private ImmutableArray<Choice> shown = [];
    private ImmutableArray<Choice> ways = [];

    /// <summary>The choices on the shown page, numbered from 1.</summary>
    private ImmutableArray<Choice> Choices()
    {
        if (!ReferenceEquals(frames, shownOf))
        {
            (shownOf, shown) = (frames, Numbered(Page()));
        }

        return shown;
    }

    private ImmutableArray<Choice> Page()
    {
        var choices = AllChoices();
        var size = context.Channel.PageSize;
        if (Node.IsReview || choices.Length <= size)
        {
            return choices;
        }

        var pages = (choices.Length + size - 1) / size;
        return [.. choices.Skip(Top.Page % pages * size).Take(size)];
    }

    private static ImmutableArray<Choice> Numbered(ImmutableArray<Choice> choices) =>
        [.. choices.Select((choice, index) => choice with { Key = (index + 1).ToString(CultureInfo.InvariantCulture) })];

    private ImmutableArray<Choice> AllChoices()
    {
        if (!ReferenceEquals(frames, allOf))
        {
            (allOf, all) = (frames, MakeChoices());
        }

        return all;
    }

    private ImmutableArray<Choice> MakeChoices()
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

    /// <summary>A field that a rule skips is not shown, unless there is an answer to it all the same.</summary>
    private IEnumerable<Forms.FormField> ReviewFields(DialogNode node) =>
        node.Form!.Fields.Where(field => !IsSkippedByRule(field) || Top.Slots.GetValueOrDefault(field.Id) is { IsSkipped: false });

    private ImmutableArray<Choice> Labelled(string key, ImmutableArray<string> ids) => [.. ids.Select(id => new Choice(id, Label(key, id)))];

    private string Label(string key, string id) =>
        Fill(library.Texts.Has($"{key}.{id}") ? $"{key}.{id}" : $"common.{id}");

    /// <summary>The choice or way out that a number, a label, an id, or a listed word means, in either language and any digits.</summary>
    private string? ByKeyOrLabel(string text)
    {
        var phrase = text.Length <= LongestPhrase ? ArabicText.FoldPhrase(text) : "";
        if (phrase.Length == 0)
        {
            return null;
        }

        if (OptionNumber.Read(phrase) is { } key && !AllChoices().IsEmpty)
        {
            var chosen = Choices().Concat(Ways()).FirstOrDefault(choice => choice.Key == key)?.Id;
            if (chosen is not null || !Node.Accepts("text"))
            {
                return chosen;
            }
        }

        return AllChoices().FirstOrDefault(choice => Means(choice, text.Trim(), phrase))?.Id
            ?? Ways().FirstOrDefault(way => ArabicText.FoldPhrase(way.Label) == phrase)?.Id
            ?? (SkipsGuesses(phrase) ? FieldState.Skip : null);
    }

    /// <summary>"Skip" is not listed beside guesses, but what is said when none was taken names it.</summary>
    private bool SkipsGuesses(string phrase) => !Top.Offered.IsEmpty && Top.Confirming is null && Node.Field is { Optional: true }
        && library.Vocabulary.Names(Node.Text, FieldState.Skip, phrase);

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
