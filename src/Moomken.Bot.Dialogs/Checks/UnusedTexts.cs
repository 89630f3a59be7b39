using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Dialogs.Texts;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Checks;

/// <summary>Texts that nothing says: a misspelt key looks just so, and translators should not work for nothing.</summary>
internal static class UnusedTexts
{
    public static IEnumerable<Fault> Find(DialogLibrary library)
    {
        var used = TextUses.Of(library).Select(use => use.Key).ToHashSet(StringComparer.Ordinal);
        return library.Texts.Entries
            .Where(entry => !used.Contains(Said(entry.Key)) && !EngineTexts.Elsewhere.Any(prefix => entry.Key.StartsWith(prefix, StringComparison.Ordinal)))
            .SelectMany(Unused);
    }

    private static IEnumerable<Fault> Unused(TextLibrary.Entry entry) => Tongues.All
        .Where(tongue => entry.At[(int)tongue].Line > 0)
        .Select(tongue => entry.Fault(tongue, $"Nothing uses '{entry.Key}'. Take it out, or mend its name."));

    /// <summary>The key without what marks its short form or its words.</summary>
    private static string Said(string key)
    {
        foreach (var ending in (string[])[".sms", ".words"])
        {
            key = key.EndsWith(ending, StringComparison.Ordinal) ? key[..^ending.Length] : key;
        }

        return key;
    }
}
