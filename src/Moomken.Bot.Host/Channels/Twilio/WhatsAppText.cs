using System.Text;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>Text that WhatsApp shows as it is.</summary>
internal static class WhatsAppText
{
    private const char ZeroWidthSpace = '\u200B';

    /// <summary>
    /// WhatsApp draws what stands between two * _ ~ or ` as bold, slanted, struck out or code. Only a mark at the beginning of a
    /// word opens such a run, so there alone an invisible blank after it takes its meaning away; what people wrote stays whole.
    /// </summary>
    public static string Plain(string text)
    {
        if (text.AsSpan().IndexOfAny("*_~`") < 0)
        {
            return text;
        }

        var plain = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            plain.Append(text[i]);
            var opens = text[i] is '*' or '_' or '~' or '`' && (i == 0 || !char.IsLetterOrDigit(text[i - 1])) && i + 1 < text.Length && !char.IsWhiteSpace(text[i + 1]);
            if (opens)
            {
                plain.Append(ZeroWidthSpace);
            }
        }

        return plain.ToString();
    }

    /// <summary>
    /// On one line, as WhatsApp demands of what is filled into an approved template: no line breaks, no tabs, never more than
    /// four blanks together. Cut after whole letters.
    /// </summary>
    public static string OneLine(string text, int longest)
    {
        var line = string.Join(" · ", text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        line = string.Join(' ', line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= longest ? line : WholeLetters.Begin(line, longest - 1).TrimEnd() + "…";
    }
}
