using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Incidents;
using Moomken.Bot.Observers;
using Moomken.Bot.Sealing;

namespace Moomken.Bot.People;

/// <summary>
/// <c>look_at_link</c>, <c>claim_link</c>: one person on several channels. A link needs both sides: the code of the first is
/// typed on the second, and the first says yes. <see cref="UnlinkActions"/> take channels apart again.
/// </summary>
public sealed class LinkActions(Vault vault, LinkDesk desk, IdSource ids)
{
    /// <summary>More would be a network of its own.</summary>
    private const int MostChannels = 5;

    public void Register(IDictionary<string, DialogAction> actions)
    {
        actions["look_at_link"] = Look;
        actions["claim_link"] = Claim;
    }

    public static void Register(DialogFunctions functions)
    {
        functions.Texts.UnionWith(LinkDesk.Texts);
        functions.Actions["look_at_link"] = new(["show", "sure", "unknown", "used", "same", "taken", "registered", "full", "too_many"], ["link", "link_code"]);
        functions.Actions["claim_link"] = new(["asked", "unknown", "used", "unreachable"], ["channel"]);
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
        if (LinkDesk.Open(turn, id) is not var (link, _, owner))
        {
            CodeLimits.Count(turn);
            return Ended("unknown");
        }

        if (IsUsed(link, turn))
        {
            return Ended("used");
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

    /// <summary>The first to type a code has it: else the yes of the one who showed it could be meant for somebody else than the last.</summary>
    private static bool IsUsed(Link link, ConversationTurn turn) => link.Typed is { } typed && typed != turn.Conversation.Id;

    private ActionOutcome Claim(ActionContext context)
    {
        var turn = context.Turn;
        if (context.Slot("link")?.Value is not { } id || LinkDesk.Open(turn, id) is not var (link, shown, owner) || Refusal(turn, owner) is not null)
        {
            return Ended("unknown");
        }

        if (IsUsed(link, turn))
        {
            return Ended("used");
        }

        if (shown.IsQuiet)
        {
            return Ended("unreachable");
        }

        desk.Ask(turn, link with { Typed = turn.Conversation.Id }, shown, owner);
        return ActionOutcome.Of("asked", ("channel", LinkDesk.NameOf(turn, shown.Channel)), ("link", ""));
    }

    private string IdOf(string code) => vault.Lookup("link", code);

    private static ActionOutcome Ended(string outcome) => ActionOutcome.Of(outcome, ("arguments", ""), ("link", ""));
}
