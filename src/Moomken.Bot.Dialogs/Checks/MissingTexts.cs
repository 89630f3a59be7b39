using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Dialogs.Texts;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Checks;

/// <summary>Texts that are said and not written, or written in one language only.</summary>
internal static class MissingTexts
{
    public static IEnumerable<Fault> Find(DialogLibrary library)
    {
        var needed = TextUses.Of(library)
            .Where(use => use.Needed && library.Texts.EntryOf(use.Key) is null or { IsWords: true })
            .Select(use => use.Place with { Message = $"{use.Place.Message}, which is not written. Write it in content/texts/ar and content/texts/en." });
        return needed.Concat(library.Texts.Entries.Where(entry => !entry.IsWords).SelectMany(OneLanguage));
    }

    private static IEnumerable<Fault> OneLanguage(TextLibrary.Entry entry)
    {
        foreach (var tongue in Tongues.All.Where(tongue => entry.Templates[(int)tongue] is null))
        {
            var other = Tongues.All.First(candidate => entry.Templates[(int)candidate] is not null);
            yield return entry.Fault(other, $"'{entry.Key}' is written in {other.Code()} and missing in {tongue.Code()}.");
        }

        foreach (var tongue in Tongues.All.Where(tongue => entry.Templates[(int)tongue] is { Source: var text } && string.IsNullOrWhiteSpace(text)))
        {
            yield return entry.Fault(tongue, $"'{entry.Key}' is empty.");
        }
    }
}
