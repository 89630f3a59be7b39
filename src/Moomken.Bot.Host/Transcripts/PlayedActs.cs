using System.Globalization;

namespace Moomken.Bot.Host.Transcripts;

/// <summary>The short words by which a played conversation is written.</summary>
internal static class PlayedActs
{
    /// <summary>What each word means, for the help of the terminal and of transcript files.</summary>
    public const string Help =
        ":press LABEL · :stale LABEL (a button of an older message) · :photo [caption] · :album COUNT [caption] · :voice · :location LAT LON · "
        + ":contact PHONE · :sticker · :edit TEXT · :resend (the same message again) · :empty · :long COUNT WORDS · :block · :unblock · :optin (start, said to the provider) · "
        + ":wait 30m · :restart [30m] · :as NAME ACT (somebody else acts) · :on CHANNEL ACT (on another channel) · {code} is the last case code that was shown · anything else is said";

    public static (string Word, string Tail) Split(string act) => act.StartsWith(':') ? Halves(act) : ("", act);

    public static (string First, string Tail) Halves(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? (text, "") : (text[..space], text[(space + 1)..].Trim());
    }

    /// <summary>Reads <c>90s</c>, <c>30m</c>, <c>2h</c>, <c>7d</c>; null for anything else.</summary>
    public static TimeSpan? Span(string text) =>
        text.Length > 1 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var amount)
            ? text[^1] switch
            {
                's' => TimeSpan.FromSeconds(amount),
                'm' => TimeSpan.FromMinutes(amount),
                'h' => TimeSpan.FromHours(amount),
                'd' => TimeSpan.FromDays(amount),
                _ => null,
            }
            : null;
}
