using System.Collections.Immutable;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;

namespace Moomken.Bot.People;

/// <summary><c>find_linked</c>, <c>unlink_channel</c>, <c>keep_as_known</c>, <c>start_as_stranger</c>: whoever talks on a channel is one person no more.</summary>
public sealed class UnlinkActions(OnePerson people)
{
    public void Register(IDictionary<string, DialogAction> actions)
    {
        actions["find_linked"] = FindLinked;
        actions["unlink_channel"] = Unlink;
        actions["keep_as_known"] = Keep;
        actions["start_as_stranger"] = StartAsStranger;
    }

    public static void Register(DialogFunctions functions)
    {
        functions.Actions["find_linked"] = new(["none", "some"], ["linked"]);
        functions.Actions["unlink_channel"] = new(["unlinked", "none"], ["channel"]);
        functions.Actions["keep_as_known"] = new(["done"], [DialogEngine.HeldSlot]);
        functions.Actions["start_as_stranger"] = new(["done"], []);
        functions.Choices["linked_channels"] = context =>
            context.Slots.TryGetValue("linked", out var linked) && !linked.Items.IsDefault
                ? [.. linked.Items.Select(item => item.Split('|', 2)).Select(parts => new Choice(parts[0], parts[1]))]
                : [];
    }

    private ActionOutcome FindLinked(ActionContext context)
    {
        var turn = context.Turn;
        if (turn.Person.Linked.Length < 2)
        {
            return ActionOutcome.Of("none");
        }

        var channels = OnePerson.Others(turn, turn.Person).Append(turn.Conversation)
            .Select(each => $"{each.Id}|{LinkDesk.NameOf(turn, each.Channel)}{(each.Id == turn.Conversation.Id ? turn.Say("unlink.here") : "")}");
        return new ActionOutcome("some", ImmutableDictionary<string, Answer>.Empty.Add("linked", new Answer("list", Items: [.. channels])));
    }

    private ActionOutcome Unlink(ActionContext context)
    {
        var turn = context.Turn;
        if (context.Slot("which")?.Value is not { } id || !turn.Person.Linked.Contains(id) || turn.Find(id) is not { } conversation)
        {
            return ActionOutcome.Of("none", ("linked", ""));
        }

        people.Unlink(turn, id);
        return ActionOutcome.Of("unlinked", ("channel", LinkDesk.NameOf(turn, conversation.Channel)), ("linked", ""));
    }

    private static ActionOutcome Keep(ActionContext context)
    {
        context.Turn.Conversation = context.Turn.Conversation with { Doubted = false };
        var held = KeptWords.Release(context.Turn, context.Slot(DialogEngine.HeldSlot));
        return new ActionOutcome("done", held is null ? ImmutableDictionary<string, Answer>.Empty : ImmutableDictionary<string, Answer>.Empty.Add(DialogEngine.HeldSlot, held));
    }

    private ActionOutcome StartAsStranger(ActionContext context)
    {
        people.Unlink(context.Turn, context.Turn.Conversation.Id);
        return ActionOutcome.Of("done");
    }
}
