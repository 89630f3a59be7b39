using Moomken.Bot.Dialogs.Definition;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Dialogs.Texts;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Checks;

/// <summary>Arabic texts that would cost too many SMS segments. The short form counts where there is one.</summary>
internal static class SmsLengths
{
    public const int MostSegments = 3;

    /// <summary>Characters of a segment in UCS-2, alone and as part of several.</summary>
    private const int Alone = 70;
    private const int OfSeveral = 67;

    public static IEnumerable<Fault> Find(DialogLibrary library)
    {
        var keys = TextUses.Of(library).Where(use => use.Node?.Kind is StateKind.Ask or StateKind.Say or StateKind.End || use.Node is null)
            .Select(use => use.Key).Distinct();
        foreach (var key in keys)
        {
            var sent = library.Texts.EntryOf($"{key}.sms") ?? library.Texts.EntryOf(key);
            if (sent?.Templates[(int)Tongue.Arabic] is { } text && Segments(text) is > MostSegments and var segments)
            {
                yield return sent.Fault(Tongue.Arabic, $"'{sent.Key}' takes {segments} SMS segments before its places are filled; at most {MostSegments}. Write a shorter '{key}.sms'.");
            }
        }
    }

    /// <summary>Places are counted as empty: what fills them is not known here.</summary>
    private static int Segments(TextTemplate text)
    {
        var length = text.Fill(static _ => "").Length;
        return length <= Alone ? 1 : (length + OfSeveral - 1) / OfSeveral;
    }
}
