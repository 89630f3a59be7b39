using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.People;
using Moomken.Bot.Places;

namespace Moomken.Bot.Observers;

/// <summary><c>look_at_code</c>, <c>join_network</c>: an invited person becomes an observer, in the chat in which they typed their code.</summary>
public sealed class JoinActions(Invites invites, OnePerson people)
{
    /// <summary>The wording of what observers agree to; raised when what it says changes.</summary>
    public const int AgreementVersion = 1;

    public void Register(IDictionary<string, DialogAction> actions)
    {
        actions["look_at_code"] = Look;
        actions["join_network"] = Join;
    }

    public static void Register(DialogFunctions functions, Gazetteer places)
    {
        functions.Actions["look_at_code"] = new(["invited", "someone", "ask", "unknown", "used", "expired", "too_many", "already"], [Invites.Slot, "post", SharedPhone.SinceSlot]);
        functions.Actions["join_network"] = new(["joined", "used", "expired", "already"], ["post"]);
        functions.Labels["post"] = (answer, tongue) => places.ById(answer.Value)?.Label(tongue);
        functions.Resolvers["invite_code"] = (input, _) => input is DialogInput.Text { Value: { Length: > 0 } text } ? new Resolution.Found(new Answer(text)) : new Resolution.Wrong("common.miss");
    }

    /// <summary>What the code is good for. Names nobody: whoever found it on the floor must learn nothing but a place.</summary>
    private ActionOutcome Look(ActionContext context)
    {
        var turn = context.Turn;
        if (IdOf(context) is not { } id)
        {
            return ActionOutcome.Of("ask");
        }

        if (CodeLimits.AreReached(turn))
        {
            return Ended("too_many");
        }

        if (turn.Store.Get(Invite.Documents, id) is not { } invite || turn.Store.Get(Person.Documents, invite.PersonId) is not { } invited)
        {
            CodeLimits.Count(turn);
            return Ended("unknown");
        }

        if (Refusal(turn, invite) is { } refusal)
        {
            return Ended(refusal);
        }

        if (IsSomeoneElse(turn, invite))
        {
            // Two observers with one phone: whoever has a code that counts may go on as a person of their own.
            return ActionOutcome.Of("someone", (Invites.Slot, id), ("arguments", ""), ("typed", ""), (SharedPhone.SinceSlot, SharedPhone.Since(turn)));
        }

        turn.Person = turn.Person.LanguageChosen ? turn.Person : turn.Person with { Tongue = invited.Tongue, LanguageChosen = invited.LanguageChosen };
        return ActionOutcome.Of("invited", (Invites.Slot, id), ("arguments", ""), ("post", invited.StationId ?? ""));
    }

    private ActionOutcome Join(ActionContext context)
    {
        var turn = context.Turn;
        if (context.Slot(Invites.Slot)?.Value is not { } id || turn.Store.Get(Invite.Documents, id) is not { } invite
            || turn.Store.Get(Person.Documents, invite.PersonId) is not { Registration: { } registration } invited)
        {
            return Ended("expired");
        }

        if ((Refusal(turn, invite) ?? (IsSomeoneElse(turn, invite) ? "already" : null)) is { } refusal)
        {
            return Ended(refusal);
        }

        turn.Store.Put(Invite.Documents, invite with { UsedAt = turn.Now });
        var talking = turn.Person;
        people.Become(turn, invited with
        {
            Tongue = talking.Tongue,
            LanguageChosen = true,
            Agreement = new Agreement(FirstContact.AgreementVersion, turn.Now),
            Registration = registration with
            {
                Stage = registration.Stage == Stage.Invited ? Stage.Registered : registration.Stage,
                Agreement = new Agreement(AgreementVersion, turn.Now),
            },
        });
        return ActionOutcome.Of("joined", ("post", invited.StationId ?? ""));
    }

    /// <summary>Typed as an answer or behind a command; or known already by its look-up.</summary>
    private string? IdOf(ActionContext context) =>
        (context.Slot("typed") ?? context.Slot("arguments")) is { } typed ? invites.IdOf(InviteCode.Read(typed.Value) ?? typed.Value)
        : context.Slot(Invites.Slot)?.Value;

    /// <summary>Whoever is on a list of the network already is never made somebody else without being asked.</summary>
    private static bool IsSomeoneElse(ConversationTurn turn, Invite invite) => turn.Person.Role != Role.Voter && turn.Person.Id != invite.PersonId;

    private static string? Refusal(ConversationTurn turn, Invite invite) =>
        turn.Person.Id != invite.PersonId && !SharedPhone.MayBeLeft(turn.Person) ? "already"
        : invite.UsedAt is not null ? (turn.Person.Id == invite.PersonId ? "already" : "used")
        : invite.Replaced || invite.ExpiresAt <= turn.Now ? "expired"
        : null;

    private static ActionOutcome Ended(string outcome) => ActionOutcome.Of(outcome, (Invites.Slot, ""), ("arguments", ""), ("typed", ""), ("post", ""));
}
