using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Forms;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>
/// Short answers that were meant for a button: a number that no line has, a word of another question, a thumb. They are
/// answered and never kept as somebody's words: whoever wrote "send" in the midst of a story believes that it was sent.
/// </summary>
internal sealed partial class TurnRun
{
    /// <summary>Longer numbers are a phone, an id or a count, and may be what somebody wants to tell.</summary>
    private const int MostDigitsOfALine = 3;

    /// <summary>The choices that are asked about alone in this turn; the whole list goes on being what is open.</summary>
    private ImmutableArray<Choice> meant = [];
    private string meantText = "";

    /// <summary>True when the words were such a slip, and have been answered.</summary>
    private bool AnswersSlip(DialogNode node, string words)
    {
        if (SaysYesToTheOnly(words) || AskWhichIsMeant(node, words))
        {
            return true;
        }

        if (IsNoLine(node, words))
        {
            Miss(NoLine(words));
        }
        else if (!TellsNothing(node, words))
        {
            return false;
        }
        else if (node.IsReview)
        {
            SayIfWritten($"{node.Text}.help");
        }
        else
        {
            Miss(MissText(node));
        }

        return true;
    }

    /// <summary>"Is it one of these?", with one that was guessed: yes means it.</summary>
    private bool SaysYesToTheOnly(string words)
    {
        if (Top.Offered is not [var only] || words.Length > LongestPhrase || !library.Vocabulary.Names("common.confirm_resume", "go_on", ArabicText.FoldPhrase(words)))
        {
            return false;
        }

        Pick(only.Id);
        return true;
    }

    /// <summary>
    /// A word of a choice that is not offered, while variants of it are ("send": send_contact, send_anonymous): which of them
    /// is asked, with the numbers that they have in the list. Nothing is chosen and nothing is kept.
    /// </summary>
    private bool AskWhichIsMeant(DialogNode node, string words)
    {
        var phrase = words.Length <= LongestPhrase ? ArabicText.FoldPhrase(words) : "";
        var variants = phrase.Length == 0 ? [] : Choices().Where(choice => Stem(choice.Id) is { } stem && library.Vocabulary.Names(node.Text, stem, phrase)).ToImmutableArray();
        if (variants.IsEmpty)
        {
            return false;
        }

        var own = $"{node.Text}.{Stem(variants[0].Id)}.which";
        (meant, meantText) = ([.. variants.Select(choice => choice with { InText = false })], library.Texts.Has(own) ? own : "common.which");
        Top = Top with { Misses = Top.Misses + 1 };
        if (Top.Misses >= MissesUntilPerson)
        {
            said.Add(Fill("common.stuck"));
        }

        return true;
    }

    private static string? Stem(string choice) => choice.IndexOf('_', StringComparison.Ordinal) is > 0 and var at ? choice[..at] : null;

    /// <summary>A number where numbers mean lines, and none is that. Where a number may be the answer itself, its own reader judges it.</summary>
    private bool IsNoLine(DialogNode node, string words)
    {
        var mayBeAnswer = node.Field?.Type is FieldType.Count or FieldType.Number or FieldType.Code or FieldType.Multi or FieldType.Text
            || (node.Field?.Type is FieldType.Place or FieldType.Station or FieldType.Time or FieldType.Date && Top.Offered.IsEmpty);
        return !mayBeAnswer && !Choices().IsEmpty && IsShortNumber(words) && !(node.State.Read is { } resolver && Resolve(node, resolver, new DialogInput.Text(words)) is Resolution.Found);
    }

    private static bool IsShortNumber(string words) =>
        words.Length <= LongestPhrase && (OptionNumber.Read(ArabicText.FoldPhrase(words)) is not null
            || (words.Count(char.IsDigit) is > 0 and <= MostDigitsOfALine && words.All(c => char.IsDigit(c) || char.IsWhiteSpace(c) || ".,،-+#()".Contains(c))));

    private string NoLine(string words)
    {
        var most = Choices().Length;
        return library.Texts.Say(most == 1 ? "common.no_line_one" : "common.no_line", context.Tongue, name => name switch
        {
            "value" => Bidi.Isolate(words.TrimEnd('.', ' ')),
            "most" => Shown(most),
            _ => null,
        });
    }

    /// <summary>Nothing but marks and pictures, or a word of a button of this dialog, where any words would be kept.</summary>
    private bool TellsNothing(DialogNode node, string words) => KeepsAnyWords(node)
        && (!words.Any(char.IsLetterOrDigit)
            || (words.Length <= LongestPhrase && library.Vocabulary.IsButton(node.Text, ArabicText.FoldPhrase(words)))
            || IsNoTime(node, words));

    /// <summary>A text field of a form is not among them: any word may be its answer, also "no".</summary>
    private static bool KeepsAnyWords(DialogNode node) => node.IsReview
        || (node.Field is null ? node.Accepts("text") && node.State.Read is null : node.Field.Type is FieldType.Story or FieldType.Place or FieldType.Station or FieldType.Time or FieldType.Date);

    /// <summary>99 or 25:80 is a time that was mistyped; words that are no time are kept as the person's own.</summary>
    private bool IsNoTime(DialogNode node, string words) => node.Field?.Type is FieldType.Time or FieldType.Date && !words.Any(char.IsLetter)
        && node.State.Read is { } resolver && Resolve(node, resolver, new DialogInput.Text(words)) is Resolution.Found { Answer.Label: not null };
}
