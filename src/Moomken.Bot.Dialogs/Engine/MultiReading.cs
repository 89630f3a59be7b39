using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>
/// Reads an answer of several choices: "1,3", "1 3", "١ و٣", names between commas, and "13" or "ac" where the choices are so
/// few that each digit or letter can only be one. One part that is no choice makes the whole wrong: half an answer would
/// look like a whole one.
/// </summary>
internal static class MultiReading
{
    public const string Name = "multi";

    private const int MostGluedDigits = 9;
    private const int MostGluedLetters = 26;

    /// <param name="choices">All, in the order of the form.</param>
    /// <param name="numbered">Those that numbers mean: the page that is shown.</param>
    /// <param name="words">What was written.</param>
    /// <param name="one">The choice that one part means, or null.</param>
    public static Answer? Read(ImmutableArray<Choice> choices, ImmutableArray<Choice> numbered, string words, Func<string, Choice?> one)
    {
        var phrase = ArabicText.FoldPhrase(words);
        var chosen = Parts(phrase, ',', ';', '+', '/', '-') is { Count: > 1 } listed ? All(listed, one) : All([phrase], one);
        chosen ??= All(Spaced(phrase), one) ?? Glued(numbered, phrase);
        return chosen is null ? null : Answer(choices, chosen);
    }

    /// <summary>Stored as the ids in the order of the form, so that the same answer is the same text.</summary>
    public static Answer Answer(ImmutableArray<Choice> choices, IReadOnlyCollection<Choice> chosen)
    {
        var ids = choices.Where(choice => chosen.Any(other => other.Id == choice.Id)).ToList();
        return new Answer(string.Join(',', ids.Select(choice => choice.Id)), string.Join(" + ", ids.Select(choice => choice.Label)), Items: [.. ids.Select(choice => choice.Id)]);
    }

    private static List<string> Parts(string phrase, params char[] separators) =>
        [.. phrase.Split(separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>"1 و3", "1 و 3", "1 and 3": the word between is no part; و stands before a number without a space.</summary>
    private static List<string> Spaced(string phrase) =>
    [
        .. Parts(phrase, ' ', ',').Where(part => part is not ("و" or "and"))
            .Select(part => part.Length > 1 && part[0] == 'و' && char.IsAsciiDigit(part[1]) ? part[1..] : part),
    ];

    private static List<Choice>? All(List<string> parts, Func<string, Choice?> one)
    {
        var found = parts.Select(one).OfType<Choice>().ToList();
        return parts.Count > 0 && found.Count == parts.Count ? found : null;
    }

    private static List<Choice>? Glued(ImmutableArray<Choice> choices, string phrase)
    {
        var digits = phrase.Length > 1 && choices.Length <= MostGluedDigits && phrase.All(c => c > '0' && c - '0' <= choices.Length);
        var letters = phrase.Length > 1 && choices.Length <= MostGluedLetters && phrase.All(c => c >= 'a' && c - 'a' < choices.Length);
        return digits ? [.. phrase.Select(c => choices[c - '1'])] : letters ? [.. phrase.Select(c => choices[c - 'a'])] : null;
    }
}
