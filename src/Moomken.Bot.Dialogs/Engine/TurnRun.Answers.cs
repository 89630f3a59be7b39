using System.Collections.Immutable;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>Reading an answer, keeping it, and going on.</summary>
internal sealed partial class TurnRun
{
    /// <summary>"None of these", under choices that were guessed from the person's own words.</summary>
    public const string NoneOfThese = "none";

    private const string EditPrefix = "edit_";

    private void Pick(string id)
    {
        var node = Node;
        if (id == FieldState.Skip && !Top.Offered.IsEmpty)
        {
            // The question itself is left out, not the guesses at it.
            LetGoOfOffer();
        }

        if (AllChoices().FirstOrDefault(choice => choice.Id == id) is not { } chosen)
        {
            Miss(MissText(node));
        }
        else if (chosen.InText && node.IsReview)
        {
            Edit(node, id[EditPrefix.Length..]);
        }
        else if (!Top.Offered.IsEmpty && id == NoneOfThese)
        {
            LetGoOfOffer();
        }
        else if (id != FieldState.Skip && node.State.Read is { } resolver
            && Resolve(node, resolver, new DialogInput.Press(sprint, id)) is (Resolution.Found or Resolution.Several { Options.IsDefaultOrEmpty: false }) and var read)
        {
            TakeResolution(read);
        }
        else if (node.State.Collect && id == FieldState.Done)
        {
            Keep(Top.Slots.GetValueOrDefault(node.State.Save!) ?? Answer.Skipped, id);
        }
        else
        {
            Keep(id == FieldState.Skip ? Answer.Skipped : new Answer(id, chosen.Label), id);
        }
    }

    /// <summary>Back from "which of these?" to the question itself.</summary>
    private void LetGoOfOffer()
    {
        Top = Top with { Offered = [], Page = 0, Misses = 0 };
        sprint++;
    }

    /// <summary>The old answer stays until there is a new one, so that whoever goes elsewhere from here loses nothing.</summary>
    private void Edit(DialogNode node, string field)
    {
        editing = field;
        if (Fire(node, DialogNode.Edit) is { } target)
        {
            Walk(target, again: true);
        }
    }

    private Resolution Resolve(DialogNode node, string resolver, DialogInput input) => resolver switch
    {
        NumberReading.Name => NumberReading.Read(node.Field, input),
        CodeReading.Name when node.Field is { } field => CodeReading.Read(field, input),
        MultiReading.Name => Several(node, input),
        _ => library.Functions.Resolvers[resolver](input, Functions()),
    };

    /// <summary>The numbers of several choices mean what is shown now; names work from every page.</summary>
    private Resolution Several(DialogNode node, DialogInput input)
    {
        var choices = AllChoices().RemoveAll(choice => choice.Id == FieldState.Skip);
        var shown = Choices().RemoveAll(choice => choice.Id == FieldState.Skip);
        if (input is DialogInput.Press press)
        {
            return choices.FirstOrDefault(choice => choice.Id == press.Choice) is { } pressed
                ? new Resolution.Found(MultiReading.Answer(choices, [pressed]))
                : new Resolution.Wrong("common.miss");
        }

        var words = (input as DialogInput.Text)?.Value ?? "";
        Choice? One(string part) => OptionNumber.Read(part) is { } key
            ? shown.FirstOrDefault(choice => choice.Key == key)
            : choices.FirstOrDefault(choice => Means(choice, part, part));
        return words.Length <= LongestPhrase && MultiReading.Read(choices, shown, words, One) is { } answer
            ? new Resolution.Found(answer with { Raw = words })
            : new Resolution.Wrong(library.Texts.Has($"{node.Text}.miss") ? $"{node.Text}.miss" : "common.several_wrong");
    }

    private void TakeResolution(Resolution resolution)
    {
        switch (resolution)
        {
            case Resolution.Found found:
                if (found.TextKey is { } kept)
                {
                    said.Add(Say(kept, found.Args));
                }

                Keep(found.Answer, found.Answer.Value, found.Slots);
                break;
            case Resolution.Several { Options.IsDefaultOrEmpty: false } several:
                LetGoOfOffer();
                if (several.TextKey is { } told)
                {
                    said.Add(Say(told, several.Args));
                }

                Top = Top with { Offered = several.Options, Slots = several.Slots is null ? Top.Slots : Top.Slots.SetItems(several.Slots) };
                break;
            case Resolution.Several { Slots: { Count: > 0 } noted }:
                // Nothing is likely, but the words are kept and the person is told so.
                Top = Top with { Slots = Top.Slots.SetItems(noted) };
                said.Add(Fill(library.Texts.Has($"{Node.Text}.noted") ? $"{Node.Text}.noted" : "common.added_to_report"));
                break;
            case Resolution.Wrong wrong:
                Miss(Say(wrong.TextKey, wrong.Args), wrong.Asks);
                break;
            default:
                Miss(MissText(Node));
                break;
        }
    }

    /// <summary>Stores the answer of the current question and goes on by <paramref name="trigger"/>.</summary>
    private void Keep(Answer answer, string trigger, ImmutableDictionary<string, Answer>? also = null)
    {
        var node = Node;
        var slots = Top.Slots;
        if (node.State.Save is { } slot)
        {
            var same = slots.TryGetValue(slot, out var before) && before.Value == answer.Value;
            slots = same ? slots : slots.RemoveRange(node.Field?.Resets ?? []);
            slots = slots.SetItem(slot, answer);
        }

        Top = Top with { Slots = also is null ? slots : slots.SetItems(also), Trail = Remembered(node) };
        if (Fire(node, node.Trigger(trigger)) is { } next)
        {
            Walk(next);
        }
        else
        {
            Miss(MissText(node));
        }
    }

    /// <summary>A question asked twice (an edit) stands in the trail once, where it was last answered.</summary>
    private ImmutableArray<string> Remembered(DialogNode node) => node.IsReview ? Top.Trail : Top.Trail.Remove(node.Path).Add(node.Path);
}
