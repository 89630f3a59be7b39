using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Incidents;

namespace Moomken.Bot.Duty;

/// <summary>The acknowledgement as it is typed where there are no buttons: «استلمت 7K2M-9QPX», "ACK 7K2M-9QPX".</summary>
internal static class AcknowledgeWords
{
    private static readonly string[] Words = [.. new[] { "استلمت", "ack", "got it" }.Select(ArabicText.FoldPhrase)];

    public static string Typed(Tongue tongue, string code) => $"{(tongue == Tongue.Arabic ? "استلمت" : "ACK")} {CaseCode.Shown(code)}";

    public static string? CodeIn(string text)
    {
        var folded = ArabicText.FoldPhrase(text);
        var word = Words.FirstOrDefault(word => folded.StartsWith(word + " ", StringComparison.Ordinal));
        return word is null ? null : CaseCode.Read(folded[word.Length..]);
    }
}
