using System.Collections.Immutable;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Incidents;

namespace Moomken.Bot.People;

/// <summary><c>find_linked</c>, <c>unlink_channel</c>, <c>keep_as_known</c>, <c>start_as_stranger</c>: whoever talks on a channel is one person no more.</summary>
public sealed class UnlinkActions(OnePerson people, IncidentActions incidents)
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
        functions.Actions["find_linked"] = new(["none", "only", "some"], ["linked", SharedPhone.SinceSlot]);
        functions.Actions["unlink_channel"] = new(["unlinked", "moved", "waits", "filed", "none"], ["channel", "kept_on", "code"]);
        functions.Actions["keep_as_known"] = new(["done"], [DialogEngine.HeldSlot]);
        functions.Actions["start_as_stranger"] = new(["done"], [SharedPhone.SinceSlot]);
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
            return SharedPhone.MayBeLeft(turn.Person) ? ActionOutcome.Of("only", (SharedPhone.SinceSlot, SharedPhone.Since(turn))) : ActionOutcome.Of("none");
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

        var here = id == turn.Conversation.Id;
        var begun = here ? OnePerson.Begun(turn) : conversation;
        var taker = here && begun is not null ? OnePerson.TakerOf(turn, turn.Person) : null;
        var code = taker is null && begun is not null ? Kept(turn, begun) : null;
        people.Unlink(turn, id);
        return ActionOutcome.Of(
            taker is { IsQuiet: true } ? "waits" : taker is not null ? "moved" : code is not null ? "filed" : "unlinked",
            ("channel", LinkDesk.NameOf(turn, conversation.Channel)),
            ("kept_on", taker is null ? "" : LinkDesk.NameOf(turn, taker.Channel)),
            ("code", code ?? ""),
            ("linked", ""));
    }

    /// <summary>A report that no other channel can go on with is kept as it is, as one that was never finished (decision 0014). Gives its code; null for none.</summary>
    private string? Kept(ConversationTurn turn, Conversation begun)
    {
        var frame = begun.Session.Frames.FindLast(each => turn.Library.Dialogs.TryGetValue(each.Dialog, out var dialog) && dialog.Story is not null);
        if (frame is null)
        {
            return null;
        }

        // What was sent last and who was in danger is told by the conversation in which the report was begun.
        var open = turn.Conversation;
        turn.Conversation = open with { Recent = begun.Recent, Danger = begun.Danger };
        var outcome = incidents.Submit(new ActionContext(turn, frame.Slots), unfinished: true);
        turn.Conversation = turn.Conversation with { Recent = open.Recent, Danger = open.Danger };
        return outcome.Name == "sent" ? outcome.Slots["code"].Value : null;
    }

    private static ActionOutcome Keep(ActionContext context)
    {
        context.Turn.Conversation = context.Turn.Conversation with { Doubted = false };
        var held = KeptWords.Release(context.Turn, context.Slot(DialogEngine.HeldSlot));
        return new ActionOutcome("done", held is null ? ImmutableDictionary<string, Answer>.Empty : ImmutableDictionary<string, Answer>.Empty.Add(DialogEngine.HeldSlot, held));
    }

    /// <summary>A report that lies open here is the other person's, and is kept for them; nothing is said of it here.</summary>
    private ActionOutcome StartAsStranger(ActionContext context)
    {
        var turn = context.Turn;
        if (OnePerson.Begun(turn) is { } begun && OnePerson.TakerOf(turn, turn.Person) is null)
        {
            Kept(turn, begun);
        }

        people.Unlink(turn, turn.Conversation.Id, SharedPhone.ReadSince(context));
        return ActionOutcome.Of("done", (SharedPhone.SinceSlot, ""));
    }
}
