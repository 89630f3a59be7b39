using Moomken.Bot.Dialogs.Forms;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>
/// Takes a message apart into form, id, tags and comment. Spaces and separators are free: <c>PS 123456 AA 1 AB 2</c> is
/// <c>PS123456AA1AB2</c>. Values stay as they were written. No input throws.
/// </summary>
public sealed class OneLineSplitter
{
    /// <summary>One tag may be a word of any sentence.</summary>
    private const int FewestTags = 2;

    private readonly LineWords words;
    private readonly Func<string, string?> caseCode;

    /// <param name="forms">The forms that a message may begin with.</param>
    /// <param name="caseCode">Reads eight characters as a case code, or null.</param>
    public OneLineSplitter(IEnumerable<FormDefinition> forms, Func<string, string?> caseCode)
    {
        words = new LineWords(forms);
        this.caseCode = caseCode;
    }

    /// <summary>Null when the message does not begin with the word of a form.</summary>
    public OneLineMessage? Split(string message)
    {
        var text = Bidi.StripControls(message).Trim();
        var run = LetterRun.At(text, 0);
        if (run == 0 || Begin(text, run) is not { } found)
        {
            return null;
        }

        var line = new OneLineMessage { Form = found.Form, Text = text, Word = text[..found.Length], ByCode = found.IsCode };
        var body = text[found.Length..].TrimStart(' ', '\t', '\n', ':', '#', '،', ',');
        if (CaseReference.AtStart(body, caseCode, run => words.TagOf(line.Form, run) is not null) is { } reference)
        {
            (line, body) = (line with { Reference = reference.Code }, body[reference.Length..]);
        }

        return WithBody(line, body.TrimStart());
    }

    /// <summary>The case code that a message begins with, with more behind it; null for none.</summary>
    public string? CodeAtStart(string message)
    {
        var text = Bidi.StripControls(message).Trim();
        return CaseReference.AtStart(text, caseCode, _ => false) is { } reference && reference.Length < text.Length ? reference.Code : null;
    }

    /// <summary>
    /// The form of a message that is a line but for the form's word: it begins with a tag, or with an id and a tag, and has values for two of them
    /// or more. Null for any other, and where two forms could be meant.
    /// </summary>
    public FormDefinition? FormWithoutWord(string message)
    {
        var text = Bidi.StripControls(message).Trim();
        var likely = words.Forms.Select(form => (Form: form, Tags: TagsOf(form, text))).Where(found => found.Tags >= FewestTags).OrderByDescending(found => found.Tags).ToList();
        return likely.Count == 1 || (likely.Count > 1 && likely[0].Tags > likely[1].Tags) ? likely[0].Form : null;
    }

    private int TagsOf(FormDefinition form, string text)
    {
        var scan = new TagScan(text, form, words);
        scan.Run();
        var head = text[..scan.HeadEnd];
        return head.Any(char.IsLetter) && !IsIds(head) ? 0 : scan.Values.Where(value => value.Raw.Length > 0).Select(value => value.Field.Id).Distinct().Count();
    }

    private (FormDefinition Form, bool IsCode, int Length)? Begin(string text, int run)
    {
        if (run < text.Length && text[run] is '\'' or '’')
        {
            return null;
        }

        if (words.FormOf(text[..run]) is { } exact)
        {
            return (exact.Form, exact.IsCode, run);
        }

        var glued = run < text.Length && char.IsDigit(text[run]) ? words.CodeAtStart(text[..run]) : null;
        return glued is null ? null : (glued, true, glued.Code.Length);
    }

    private OneLineMessage WithBody(OneLineMessage line, string body)
    {
        var scan = new TagScan(body, line.Form, words);
        scan.Run();
        var head = body[..scan.HeadEnd];
        var bang = head.IndexOf('!', StringComparison.Ordinal);
        line = line with { IsNew = bang >= 0 };
        head = bang >= 0 ? head.Remove(bang, 1) : head;
        if (!line.ByCode && head.Any(char.IsLetter) && !IsIds(head))
        {
            // "حادث سير في وقت الذروة" is a sentence: its words are no tags.
            return line with { IsSentence = true, IsNew = false };
        }

        return line with { Head = Trimmed(head), Values = scan.Values, Comment = scan.Comment };
    }

    /// <summary>An id with letters that look like digits (O12345).</summary>
    private static bool IsIds(string head) => Trimmed(head).Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .All(chunk => chunk.Any(char.IsDigit) && DigitRepair.Read(chunk) is not null);

    private static string Trimmed(string head) => head.Trim().Trim('،', ',', ';', '؛', ':', '#', '*', '.').Trim();
}
