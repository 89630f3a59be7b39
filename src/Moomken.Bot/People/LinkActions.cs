using System.Collections.Immutable;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Incidents;
using Moomken.Bot.Observers;
using Moomken.Bot.Sealing;

namespace Moomken.Bot.People;

/// <summary>
/// <c>look_at_link</c>, <c>claim_link</c>, <c>find_linked</c>, <c>unlink_channel</c>, <c>start_as_stranger</c>: one person on several
/// channels. A link needs both sides: the code of the first is typed on the second, and the first says yes.
/// </summary>
public sealed class LinkActions(Vault vault, OnePerson people, LinkDesk desk, IdSource ids)
{
    /// <summary>More would be a network of its own.</summary>
    private const int MostChannels = 5;

    public void Register(IDictionary<string, DialogAction> actions)
    {
        actions["look_at_link"] = Look;
        actions["claim_link"] = Claim;
        actions["find_linked"] = FindLinked;
        actions["unlink_channel"] = Unlink;
        actions["keep_as_known"] = Keep;
        actions["start_as_stranger"] = StartAsStranger;
    }

    public static void Register(DialogFunctions functions)
    {
        functions.Texts.UnionWith(LinkDesk.Texts);
        functions.Actions["look_at_link"] = new(["show", "sure", "unknown", "same", "taken", "registered", "full", "too_many"], ["link", "link_code"]);
        functions.Actions["claim_link"] = new(["asked", "unknown", "unreachable"], ["channel"]);
        functions.Actions["find_linked"] = new(["none", "some"], ["linked"]);
        functions.Actions["unlink_channel"] = new(["unlinked", "none"], ["channel"]);
        functions.Actions["keep_as_known"] = new(["done"], []);
        functions.Actions["start_as_stranger"] = new(["done"], []);
        functions.Choices["linked_channels"] = context =>
            context.Slots.TryGetValue("linked", out var linked) && !linked.Items.IsDefault
                ? [.. linked.Items.Select(item => item.Split('|', 2)).Select(parts => new Choice(parts[0], parts[1]))]
                : [];
    }

    private ActionOutcome Look(ActionContext context)
    {
        var turn = context.Turn;
        if (context.Slot("arguments") is not { } typed)
        {
            return Show(turn);
        }

        if (CodeLimits.AreReached(turn))
        {
            return Ended("too_many");
        }

        var id = IdOf(CaseCode.Read(typed.Value) ?? typed.Value);
        if (LinkDesk.Open(turn, id) is not var (_, _, owner))
        {
            CodeLimits.Count(turn);
            return Ended("unknown");
        }

        if (Refusal(turn, owner) is { } refusal)
        {
            return Ended(refusal);
        }

        turn.Person = turn.Person.LanguageChosen ? turn.Person : turn.Person with { Tongue = owner.Tongue, LanguageChosen = owner.LanguageChosen };
        return ActionOutcome.Of("sure", ("link", id), ("arguments", ""));
    }

    private ActionOutcome Show(ConversationTurn turn)
    {
        if (turn.Person.Linked.Length >= MostChannels)
        {
            return Ended("full");
        }

        if (turn.Conversation.LinkId is { } before)
        {
            turn.Store.Delete(Link.Documents, before);
        }

        var code = ids.NextCode();
        var link = new Link(IdOf(code), turn.Conversation.Id, turn.Now + Link.Lasts);
        turn.Store.Put(Link.Documents, link);
        turn.Conversation = turn.Conversation with { LinkId = link.Id };
        return ActionOutcome.Of("show", ("link_code", CaseCode.Shown(code)));
    }

    /// <summary>Whoever is linked here already, or is on a list of the network, does not become somebody else by a code.</summary>
    private static string? Refusal(ConversationTurn turn, Person owner) =>
        owner.Id == turn.Person.Id ? "same"
        : turn.Person.Role != Role.Voter ? "registered"
        : turn.Person.Linked.Length > 1 ? "taken"
        : owner.Linked.Length >= MostChannels ? "full"
        : null;

    private ActionOutcome Claim(ActionContext context)
    {
        var turn = context.Turn;
        if (context.Slot("link")?.Value is not { } id || LinkDesk.Open(turn, id) is not var (link, shown, owner) || Refusal(turn, owner) is not null)
        {
            return Ended("unknown");
        }

        if (shown.StoppedAt is not null || shown.Unreachable is not null)
        {
            return Ended("unreachable");
        }

        desk.Ask(turn, link with { Typed = turn.Conversation.Id }, shown, owner);
        return ActionOutcome.Of("asked", ("channel", LinkDesk.NameOf(turn, shown.Channel)), ("link", ""));
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
        return ActionOutcome.Of("done");
    }

    private ActionOutcome StartAsStranger(ActionContext context)
    {
        people.Unlink(context.Turn, context.Turn.Conversation.Id);
        return ActionOutcome.Of("done");
    }

    private string IdOf(string code) => vault.Lookup("link", code);

    private static ActionOutcome Ended(string outcome) => ActionOutcome.Of(outcome, ("arguments", ""), ("link", ""));
}
