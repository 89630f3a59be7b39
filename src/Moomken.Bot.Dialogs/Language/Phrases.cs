using System.Collections.Frozen;

namespace Moomken.Bot.Dialogs.Language;

/// <summary>
/// Keywords and what they mean. A message is a keyword only as a whole ("رجوع", not "رجوع الموظف إلى البيت"), after
/// <see cref="ArabicText.FoldPhrase"/>; a second look goes without ال at the start. Immutable, thread-safe.
/// </summary>
public sealed class Phrases<T>
{
    /// <summary>Nobody types a longer keyword; longer messages are not even folded.</summary>
    public const int LongestMessage = 80;

    private readonly FrozenDictionary<string, T> meanings;

    /// <param name="keywords">Each keyword as people write it, with its meaning.</param>
    /// <exception cref="ArgumentException">Two different meanings have keywords that fold to the same text; both are named.</exception>
    public Phrases(IEnumerable<KeyValuePair<string, T>> keywords)
    {
        var folded = new Dictionary<string, (string Written, T Meaning)>();
        foreach (var (written, meaning) in keywords)
        {
            var key = ArabicText.FoldPhrase(written);
            if (key.Length == 0)
            {
                throw new ArgumentException("A keyword is empty after folding.", nameof(keywords));
            }

            if (folded.TryGetValue(key, out var other) && !EqualityComparer<T>.Default.Equals(other.Meaning, meaning))
            {
                throw new ArgumentException($"The keywords '{other.Written}' ({other.Meaning}) and '{written}' ({meaning}) are the same after folding.", nameof(keywords));
            }

            folded[key] = (written, meaning);
        }

        meanings = folded.ToFrozenDictionary(entry => entry.Key, entry => entry.Value.Meaning, StringComparer.Ordinal);
    }

    /// <summary>True when the whole message is a keyword.</summary>
    public bool TryMatch(string message, out T meaning)
    {
        meaning = default!;
        return message.Length <= LongestMessage && TryMatchFolded(ArabicText.FoldPhrase(message), out meaning);
    }

    /// <summary>As <see cref="TryMatch"/> for a message that is folded already (<see cref="ArabicText.FoldPhrase"/>).</summary>
    public bool TryMatchFolded(string phrase, out T meaning) =>
        meanings.TryGetValue(phrase, out meaning!) ||
        (phrase.StartsWith("ال", StringComparison.Ordinal) && meanings.TryGetValue(phrase[2..], out meaning!));
}
