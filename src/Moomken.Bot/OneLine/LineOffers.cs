using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Forms;
using Moomken.Bot.Dialogs.OneLine;

namespace Moomken.Bot.OneLine;

/// <summary>
/// Shows how a message would be written as a one-line report: one that lacks nothing but the form's word, and, after three
/// messages that were not understood where every message is paid for, whatever was written.
/// </summary>
public sealed class LineOffers(DialogLibrary library, IEnumerable<ILineRecords> records, FactSheet facts)
{
    /// <summary>From this many messages in a row on that were not understood.</summary>
    private const int MissesUntilOffer = 3;

    /// <summary>Fewer letters say nothing that could be reported.</summary>
    private const int FewestLetters = 2;

    /// <summary>Letters of a line that is shown to be copied; the person knows the rest.</summary>
    private const int LongestOffer = 40;

    private const string Cut = " ..";

    private readonly LineForms forms = new(library, records);
    private readonly LineScreen screen = new(facts);

    /// <summary>The reply to a line without its form's word; null for any other message. What it says is kept: the form's word alone then asks only for the rest.</summary>
    public string? Take(ConversationTurn turn, string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || turn.Person.Agreement is null || !IsFree(turn) || forms.Splitter.FormWithoutWord(text) is not { } form
            || forms.Splitter.Split($"{form.Code} {text}") is not { } line)
        {
            return null;
        }

        Keep(turn, line);
        var word = OneLineExample.Word(library, form, screen.Context(turn));
        return Shown(turn, $"{word} {text.Trim()}", word);
    }

    /// <summary>What is added to our answer to the third message that was not understood; null where nothing is.</summary>
    public string? AfterMiss(ConversationTurn turn, string? text)
    {
        var missed = turn.Profile.Segments && turn.Conversation.Session.Top is { Dialog: DialogEngine.MenuDialog, Misses: >= MissesUntilOffer };
        var words = text?.Trim() ?? "";
        words = forms.Splitter.Split(words) is { Word.Length: var length } ? words[length..].Trim() : words;
        if (!missed || words.Count(char.IsLetter) < FewestLetters || forms.All.OrderBy(form => form.Name, StringComparer.Ordinal).FirstOrDefault(form => form.Fields.Any(IsStory)) is not { } form)
        {
            return null;
        }

        var context = screen.Context(turn);
        var line = $"{OneLineExample.Word(library, form, context)} {OneLineExample.Tag(library, form, form.Fields.First(IsStory), context)} {words}";
        return turn.Say("oneline.offer", ("line", line.Length <= LongestOffer ? line : line[..LongestOffer].TrimEnd() + Cut));
    }

    private static bool IsFree(ConversationTurn turn) => turn.Conversation.Session.Top?.Dialog is null or DialogEngine.MenuDialog;

    private static bool IsStory(FormField field) => field.Type == FieldType.Story;

    /// <summary>Added to what an earlier line left open, which was acknowledged as kept. A report that was sent a moment ago keeps its claim: the next line may complete it.</summary>
    private void Keep(ConversationTurn turn, OneLineMessage line)
    {
        var before = LineDrafts.Last(turn, line.Form.Name);
        if (before?.Code is not null)
        {
            return;
        }

        var kept = before ?? new OneLineDraft { Form = line.Form.Name, Print = "", At = turn.Now };
        var given = forms.Reader.Read(line, screen.Context(turn), kept.Slots).Given;
        var slots = kept.Slots.WithComparers(StringComparer.Ordinal).SetItems(given);
        var code = kept.KeptAs ?? (slots.IsEmpty ? null : forms.RecordsOf(line.Form).NewCode(turn));
        LineDrafts.Put(turn, kept.Plus(line.Text) with { Slots = slots, KeptAs = code, Print = "", At = turn.Now });
    }

    private static string Shown(ConversationTurn turn, string line, string word)
    {
        string Text(string shown, bool withElse) => string.Join('\n', new[]
        {
            turn.Say("oneline.no_word"), shown, withElse ? turn.Say("oneline.no_word_else", ("word", word)) : "", $"(R{(int)ReplyCode.NoWord})",
        }.Where(part => part.Length > 0));

        var text = Text(line, withElse: true);
        for (var length = line.Length; !LineScreen.Fits(turn, text) && length > LongestOffer; length -= LongestOffer / 2)
        {
            text = Text(line[..(length - (LongestOffer / 2))].TrimEnd() + Cut, withElse: true);
        }

        return text;
    }
}
