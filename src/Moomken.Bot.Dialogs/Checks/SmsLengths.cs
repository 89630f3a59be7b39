using Moomken.Bot.Dialogs.Definition;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Dialogs.Texts;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Checks;

/// <summary>Texts that would cost too many SMS segments. The short form counts where there is one.</summary>
internal static class SmsLengths
{
    public const int MostSegments = 3;

    public static IEnumerable<Fault> Find(DialogLibrary library)
    {
        var keys = TextUses.Of(library).Where(use => use.Node?.Kind is StateKind.Ask or StateKind.Say or StateKind.End || use.Node is null)
            .Select(use => use.Key).Distinct();
        return from key in keys
               let sent = library.Texts.EntryOf($"{key}.sms") ?? library.Texts.EntryOf(key)
               where sent is not null
               from tongue in Tongues.All
               let segments = Segments(sent.Templates[(int)tongue])
               where segments > MostSegments
               select sent.Fault(tongue, $"'{sent.Key}' takes {segments} SMS segments before its places are filled; at most {MostSegments}. Write a shorter '{key}.sms'.");
    }

    /// <summary>Places are counted as empty: what fills them is not known here.</summary>
    private static int Segments(TextTemplate? text) => text is null ? 0 : SmsSegments.Count(text.Fill(static _ => "")).Segments;
}
