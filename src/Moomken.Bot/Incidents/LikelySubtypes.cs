using System.Collections.Frozen;
using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Incidents;

/// <summary>The words by which a subtype is known. A phrase of several words counts fully only when all of them are said.</summary>
public sealed record SubtypeWords(string Id, ImmutableArray<string> Words, string LabelArabic, string LabelEnglish);

/// <summary>
/// Guesses what a written report is about, to offer it and never to decide it. Words that few subtypes share weigh more.
/// Immutable, thread-safe.
/// </summary>
public sealed class LikelySubtypes
{
    public const int MostOffered = 4;

    /// <summary>Labels are written in office language: their words are a hint, the word list is the evidence.</summary>
    private const double LabelWeight = 0.25;

    private const double WholePhraseWeight = 1.6;
    private const double BrokenPhraseWeight = 0.3;

    /// <summary>Less than this share of the best score is not worth a line on a small screen.</summary>
    private const double LeastShare = 0.25;

    /// <summary>More than one rare word of a label: a greeting that shares one with it is no report.</summary>
    private const double LeastScore = 1.15;

    private const int LongestText = 2_000;

    private static readonly FrozenSet<string> Empty =
        "في من على عن الى او ان انه هو هي هذا هذه اللي مع كان كانت دون بسبب بعض كل حيث بحيث و ما مش لم لا مو توا the a an of or to in on for and is was were by with at not no did who be they"
            .Split(' ').Select(word => WordRoot.Of(ArabicText.Fold(word))).ToFrozenSet(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, Entry[]> byRoot;
    private readonly FrozenDictionary<string, double> rarity;

    /// <summary>A class, not a record: compared by reference, which is what Distinct needs here.</summary>
    private sealed class Entry(string id, ImmutableArray<string> roots, double weight)
    {
        public string Id { get; } = id;

        public ImmutableArray<string> Roots { get; } = roots;

        public double Weight { get; } = weight;
    }

    public LikelySubtypes(IEnumerable<SubtypeWords> subtypes)
    {
        var all = subtypes.ToList();
        var entries = all.SelectMany(EntriesOf).ToList();
        byRoot = entries
            .SelectMany(entry => entry.Roots.Select(root => (root, entry)))
            .GroupBy(pair => pair.root, pair => pair.entry)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        rarity = entries
            .SelectMany(entry => entry.Roots.Select(root => (root, entry.Id)))
            .Distinct()
            .GroupBy(pair => pair.root)
            .ToFrozenDictionary(group => group.Key, group => Math.Log(1 + ((double)all.Count / group.Count())), StringComparer.Ordinal);
    }

    /// <summary>At most <see cref="MostOffered"/> ids, the likeliest first; none when no word is known.</summary>
    public ImmutableArray<string> Rank(string text)
    {
        var said = WordRoot.OfText(text.Length > LongestText ? text[..LongestText] : text);
        var scores = new Dictionary<string, Dictionary<string, double>>();
        foreach (var entry in said.SelectMany(root => byRoot.GetValueOrDefault(root) ?? []).Distinct())
        {
            Score(entry, said, scores);
        }

        var totals = scores.Select(score => (Id: score.Key, Total: score.Value.Values.Sum())).ToList();
        var best = totals.Count == 0 ? 0 : totals.Max(score => score.Total);
        return
        [
            .. totals.Where(score => score.Total >= Math.Max(LeastScore, best * LeastShare))
                .OrderByDescending(score => score.Total).ThenBy(score => score.Id, StringComparer.Ordinal)
                .Take(MostOffered).Select(score => score.Id),
        ];
    }

    /// <summary>Each root counts once for a subtype, by the best phrase that holds it.</summary>
    private void Score(Entry entry, HashSet<string> said, Dictionary<string, Dictionary<string, double>> scores)
    {
        var heard = entry.Roots.Count(said.Contains);
        var factor = entry.Roots.Length == 1 ? 1 : heard == entry.Roots.Length ? WholePhraseWeight : BrokenPhraseWeight;
        foreach (var root in entry.Roots.Where(said.Contains))
        {
            var known = scores.TryGetValue(entry.Id, out var found) ? found : scores[entry.Id] = [];
            var empty = factor == BrokenPhraseWeight && Empty.Contains(root);
            known[root] = Math.Max(known.GetValueOrDefault(root), empty ? 0 : rarity[root] * factor * entry.Weight);
        }
    }

    private static IEnumerable<Entry> EntriesOf(SubtypeWords subtype)
    {
        foreach (var phrase in subtype.Words)
        {
            var roots = Roots(phrase);
            if (roots.Length > 0)
            {
                yield return new Entry(subtype.Id, roots, 1);
            }
        }

        foreach (var root in Roots($"{subtype.LabelArabic} {subtype.LabelEnglish}").Where(root => !Empty.Contains(root)))
        {
            yield return new Entry(subtype.Id, [root], LabelWeight);
        }
    }

    private static ImmutableArray<string> Roots(string phrase) =>
        [.. ArabicText.Words(ArabicText.Fold(phrase)).Select(WordRoot.Of).Distinct()];
}
