using System.Collections.Immutable;
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
            : library.Vocabulary.Word(ArabicText.FoldPhrase(text));
    }

    /// <summary>What stands behind a command: <c>/status 7K2M-9QPX</c>.</summary>
    private static ImmutableDictionary<string, Answer> Arguments(string text)
    {
        var parts = text.Trim().Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 2 && parts[0].StartsWith('/')
            ? ImmutableDictionary<string, Answer>.Empty.Add(ArgumentsSlot, new Answer(parts[1]))
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
        else if (words.Length > LongestSlip && Dialog.HandsOnHeld)
        {
            Hold(words, []);
        }
        else
        {
            Miss(MissText(node));
        }
    }
}
