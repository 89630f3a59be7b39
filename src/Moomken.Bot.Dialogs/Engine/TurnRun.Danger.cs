using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>
/// A sentence that may be a call for help is asked about before anything else, wherever it is said. What stood open waits beneath; the
/// words are held for the alert, and for whatever they were an answer to.
/// </summary>
internal sealed partial class TurnRun
{
    /// <summary>The slot that is set where the words are in a report already.</summary>
    public const string ToldSlot = "told";

    /// <summary>The result with which the words are given to the question beneath, which would have taken them.</summary>
    private const string GivesBack = "answer";

    /// <summary>True when the message was such a sentence: it is held, and the question is asked.</summary>
    private bool AsksAboutDanger(DialogInput input)
    {
        var (words, items) = input switch
        {
            DialogInput.Text text => (text.Value.Trim(), ImmutableArray<string>.Empty),
            DialogInput.Media media => (media.Caption?.Trim() ?? "", Keys(media)),
            _ => ("", []),
        };
        if (words.Length == 0 || !library.Dialogs.ContainsKey(DialogEngine.DangerQuestion) || IsInDanger || !DangerSentences.MayBe(words) || IsKnown(input, words))
        {
            return false;
        }

        if (frames.Exists(frame => frame.Dialog == DialogEngine.DangerDialog))
        {
            // The alert is raised already, and something else was opened over it: this is more of it, and needs no question.
            OpenDialog(DialogEngine.DangerDialog, ImmutableDictionary<string, Answer>.Empty);
            TakeAnswer(input);
            return true;
        }

        OpenDialog(DialogEngine.DangerQuestion, ImmutableDictionary<string, Answer>.Empty.Add(HeldSlot, new Answer(Shortened(words, LongestHeld), Items: items)));
        return true;
    }

    /// <summary>Whoever is asked already, or has raised the alert, tells more of it.</summary>
    private bool IsInDanger => !frames.IsEmpty && Top.Dialog is DialogEngine.DangerQuestion or DialogEngine.DangerDialog;

    /// <summary>The bare word needs no question, and a choice that is called so is that choice.</summary>
    private bool IsKnown(DialogInput input, string words) => input is DialogInput.Text
        && (Meaning(words) is not null || (!frames.IsEmpty && Node.Kind == Definition.StateKind.Ask && ByKeyOrLabel(words) is not null));

    /// <summary>At the question about danger every word counts, however short; "ok" is neither yes nor no to it, and tells nothing.</summary>
    private bool IsToldInDanger(string words) => Top.Dialog == DialogEngine.DangerQuestion && words.Any(char.IsLetter)
        && (words.Length > LongestPhrase || !library.Vocabulary.IsButton(Node.Text, ArabicText.FoldPhrase(words)));

    /// <summary>Where they are goes with the alert.</summary>
    private void HoldPlace(DialogInput.Location location)
    {
        var held = Top.Slots.GetValueOrDefault(HeldSlot) ?? new Answer("");
        Top = Top with { Slots = Top.Slots.SetItem(HeldSlot, held with { Point = location.Point, Label = location.Name }), Misses = 0 };
        said.Add(Fill("common.held"));
    }

    /// <summary>However the question about danger ended: what was written there goes to the report beneath, or to what keeps words for one.</summary>
    private void HandDown(DialogFrame question, string result)
    {
        if (frames.IsEmpty || question.Slots.ContainsKey(ToldSlot) || !question.Slots.TryGetValue(HeldSlot, out var held))
        {
            return;
        }

        var items = held.Items.IsDefault ? [] : held.Items;
        if (Dialog.Story is { } story)
        {
            Top = Top with { Slots = Top.Slots.SetItem(story.Id, Joined(Top.Slots.GetValueOrDefault(story.Id), held.Value, items, story.Max)) };
            SayKept(result, "common.added_to_report");
        }
        else if (Dialog.HandsOnHeld && Top.Dialog != DialogEngine.MenuDialog)
        {
            Top = Top with { Slots = Top.Slots.SetItem(HeldSlot, Joined(Top.Slots.GetValueOrDefault(HeldSlot), held.Value, items, LongestHeld)) };
            SayKept(result, "common.held");
        }
    }

    /// <summary>Whoever is in danger has other things to read.</summary>
    private void SayKept(string result, string key)
    {
        if (result != DialogEngine.AlertResult)
        {
            said.Add(Fill(key));
        }
    }

    /// <summary>It was no call but the answer to the question beneath: that question has it now. With nothing beneath there is the menu.</summary>
    private void GiveBack(DialogFrame question, string result)
    {
        if (frames.IsEmpty)
        {
            OpenMenu();
        }
        else if (result == GivesBack && IsAsking && question.Slots.TryGetValue(HeldSlot, out var held))
        {
            TakeWords(held.Value);
        }
    }
}
