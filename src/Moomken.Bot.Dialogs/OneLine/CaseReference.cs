namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>A case code right behind the form's word: <c>INC 7K2M-9QPX P Zliten</c>.</summary>
internal static class CaseReference
{
    private const int Half = 4;

    /// <summary>The code and how much of the text it takes; null when there is none.</summary>
    /// <param name="body">What stands behind the form's word.</param>
    /// <param name="read">Reads eight characters as a code.</param>
    /// <param name="isTag">True for letters that are a tag: C5S2P340 is three values, not a code.</param>
    public static (string Code, int Length)? AtStart(string body, Func<string, string?> read, Func<string, bool> isTag)
    {
        var first = Run(body, 0);
        if (first == Half && body.Length > Half && body[Half] is '-' or '–' or '−')
        {
            return Read(body, (Half * 2) + 1, read);
        }

        var whole = first == Half ? Math.Min(body.Length, (Half * 2) + 1) : first;
        if (AreTags(body[..whole], isTag))
        {
            return null;
        }

        // Eight digits are rather an id: a code of digits alone must be written with its dash.
        return first == Half * 2 && Mixed(body[..first]) ? Read(body, first, read)
            : first == Half && body.Length > Half && body[Half] == ' ' && Mixed(body[..Half]) ? Read(body, (Half * 2) + 1, read)
            : null;
    }

    /// <summary>True when every run of letters is a tag: 123456AA and C5S2P340 are an id and values.</summary>
    private static bool AreTags(string chunk, Func<string, bool> isTag)
    {
        for (var at = 0; at < chunk.Length; at++)
        {
            var letters = LetterRun.At(chunk, at);
            if (letters > 0 && !isTag(chunk.Substring(at, letters)))
            {
                return false;
            }

            at += letters;
        }

        return true;
    }

    private static (string, int)? Read(string body, int length, Func<string, string?> read) =>
        body.Length >= length && Run(body, length - Half) == Half && read(body[..length]) is { } code ? (code, length) : null;

    private static int Run(string text, int start)
    {
        var at = start;
        while (at < text.Length && (char.IsAsciiLetter(text[at]) || char.IsDigit(text[at])))
        {
            at++;
        }

        return at - start;
    }

    private static bool Mixed(string text) => text.Any(char.IsAsciiLetter) && text.Any(char.IsDigit);
}
