using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Sealing;

namespace Moomken.Bot.Observers;

/// <summary>Knows an invite code when a message holds one, before any dialog sees the words.</summary>
public sealed class Invites(Vault vault)
{
    public const string Dialog = "join";

    /// <summary>The slot with the look-up of the code: the code itself is never stored.</summary>
    public const string Slot = "invite";

    public static string IdOf(Vault vault, string code) => vault.Lookup("invite", code);

    public string IdOf(string code) => IdOf(vault, code);

    /// <summary>
    /// Null when the message is no code. Twelve letters and digits that nobody called a code, and that are none, stay what
    /// they are: somebody's words.
    /// </summary>
    public DialogInput? Opening(ConversationTurn turn, string? text)
    {
        if (InviteCode.In(text) is not var (code, announced))
        {
            return null;
        }

        var id = IdOf(code);
        if (!announced && (CodeLimits.AreReached(turn) || turn.Store.Get(Invite.Documents, id) is null))
        {
            CodeLimits.Count(turn);
            return null;
        }

        return new DialogInput.Open(Dialog, System.Collections.Immutable.ImmutableDictionary<string, Answer>.Empty.Add(Slot, new Answer(id)));
    }
}
