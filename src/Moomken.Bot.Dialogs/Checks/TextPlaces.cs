using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Dialogs.Texts;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Checks;

/// <summary>Places in texts: the same in every language, and each filled by somebody.</summary>
internal static class TextPlaces
{
    /// <summary>The review's list of answers.</summary>
    private const string Answers = "answers";

    public static IEnumerable<Fault> Find(DialogLibrary library)
    {
        var uses = TextUses.Of(library).ToLookup(use => use.Key);
        return library.Texts.Entries.SelectMany(entry => Different(entry).Concat(Unfilled(library, entry, uses[Long(entry.Key)])));
    }

    /// <summary>The short form of a text is filled as the text itself.</summary>
    private static string Long(string key) => key.Replace(".sms", "", StringComparison.Ordinal);

    private static IEnumerable<Fault> Different(TextLibrary.Entry entry)
    {
        if (entry.Templates[0] is { } arabic && entry.Templates[1] is { } english && !arabic.Places.ToHashSet().SetEquals(english.Places))
        {
            yield return entry.Fault(Tongue.English, $"'{entry.Key}' shows {Listed(english)} in en but {Listed(arabic)} in ar.");
        }
    }

    private static string Listed(TextTemplate template) =>
        template.Places.Any() ? string.Join(", ", template.Places.Order(StringComparer.Ordinal).Select(place => $"{{{place}}}")) : "nothing";

    private static IEnumerable<Fault> Unfilled(DialogLibrary library, TextLibrary.Entry entry, IEnumerable<TextUse> uses)
    {
        foreach (var use in uses.Where(_ => !library.Functions.Texts.Contains(Long(entry.Key))))
        {
            var known = Known(library, use);
            foreach (var tongue in Tongues.All)
            {
                foreach (var place in (entry.Templates[(int)tongue]?.Places ?? []).Where(place => !known.Contains(place)))
                {
                    yield return entry.Fault(tongue, $"'{entry.Key}' shows {{{place}}}, which nothing can fill there. Known: {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
                }
            }
        }
    }

    private static HashSet<string> Known(DialogLibrary library, TextUse use)
    {
        var known = new HashSet<string>(library.Functions.Facts, StringComparer.Ordinal);
        known.UnionWith(EngineTexts.Places.GetValueOrDefault(use.Key) ?? []);
        known.UnionWith(use.Dialog is null || use.Key.StartsWith("common.", StringComparison.Ordinal) ? [] : DialogSlots.Of(library, use.Dialog));
        known.UnionWith(use.Node?.IsReview == true ? [Answers] : []);
        return known;
    }
}
