using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>Written messages: a choice, a word for everywhere, a command, or the answer itself.</summary>
internal sealed partial class TurnRun
{
    private void TakeText(string text)
    {
        if (ByKeyOrLabel(text) is { } id)
        {
            PickOrInterrupt(id);
        }
        else if (Meaning(text) is { } meaning)
        {
            Obey(meaning, text);
        }
        else if (IsCommand(text))
        {
            said.Add(Fill("common.unknown_command"));
        }
        else
        {
            TakeWords(text.Trim());
        }
    }

    private static bool IsCommand(string text) => text.Length < 40 && text.TrimStart().StartsWith('/');

    private Vocabulary.Meaning? Meaning(string text)
    {
        if (text.Length > LongestPhrase)
        {
            return null;
        }

        var trimmed = text.Trim();
        return trimmed.StartsWith('/')
            ? library.Vocabulary.Command(trimmed[1..].Split(' ', '@')[0].ToLowerInvariant())
            : library.Vocabulary.Word(ArabicText.FoldPhrase(text)) ?? MeaningBeforeCode(text);
    }

    /// <summary>"Status 7K2M-9QPX" is the word with a code behind it. Not for a dialog that tells a story: there, what is behind the word is the story.</summary>
    private Vocabulary.Meaning? MeaningBeforeCode(string text) =>
        SplitCode(text) is { } split && library.Vocabulary.Word(ArabicText.FoldPhrase(split.Words)) is { Dialog: { } dialog } meaning
        && library.Dialogs[dialog].Story is null && (frames.IsEmpty || dialog == Top.Dialog || !ReadsItself(Node)) ? meaning : null;

    /// <summary>A question that reads what is written keeps its codes; the questions of a report do not ask for any.</summary>
    private bool ReadsItself(DialogNode node) => node.State.Read is not null && Dialog.Story is null && Top.Dialog != DialogEngine.MenuDialog;

    private static (string Words, string Code)? SplitCode(string text) =>
        WordsAndCode().Match(Digits.ToAscii(Bidi.StripControls(text)).Trim()) is { Success: true } match ? (match.Groups["words"].Value, match.Groups["code"].Value) : null;

    /// <summary>Eight letters and digits, with a dash in the middle or at least one digit in them: two words of four letters are no code.</summary>
    [GeneratedRegex("^(?<words>.+?)[ :،,]+(?<code>[A-Za-z0-9]{4}[-–−][A-Za-z0-9]{4}|(?=[A-Za-z ]*[0-9])[A-Za-z0-9]{4} ?[A-Za-z0-9]{4})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex WordsAndCode();

    /// <summary>What stands behind a command or a word: <c>/status 7K2M-9QPX</c>.</summary>
    private static ImmutableDictionary<string, Answer> Arguments(string text)
    {
        var parts = text.Trim().Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 2 && parts[0].StartsWith('/')
            ? ImmutableDictionary<string, Answer>.Empty.Add(ArgumentsSlot, new Answer(parts[1]))
            : SplitCode(text) is { } split ? ImmutableDictionary<string, Answer>.Empty.Add(ArgumentsSlot, new Answer(split.Code))
            : ImmutableDictionary<string, Answer>.Empty;
    }

    private void TakeWords(string words)
    {
        var node = Node;
        if (words.Length > 0 && AnswersSlip(node, words))
        {
            return;
        }

        if (node.IsReview && words.Length > 0)
        {
            AddToStory(words, []);
        }
        else if (words.Length == 0 || !node.Accepts("text"))
        {
            TakeUnaskedWords(node, words);
        }
        else if (node.State.Collect)
        {
            Collect(node, words, []);
        }
        else if (node.State.Read is { } resolver)
        {
            TakeResolution(Resolve(node, resolver, new DialogInput.Text(words)));
        }
        else
        {
            Keep(new Answer(Shortened(words, node.State.MaxLength)), DialogNode.Next);
        }
    }

    /// <summary>A sentence where only buttons were offered is the report beginning; one word is a slip.</summary>
    private void TakeUnaskedWords(DialogNode node, string words)
    {
        if (words.Length > LongestSlip && Dialog.Story is not null)
        {
            AddToStory(words, []);
        }
        else if ((words.Length > LongestSlip || IsToldInDanger(words)) && Dialog.HandsOnHeld)
        {
            Hold(words, []);
        }
        else
        {
            Miss(MissText(node));
        }
    }
}
