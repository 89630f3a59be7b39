using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.People;

namespace Moomken.Bot.Conversations;

/// <summary>
/// What somebody wrote or sent while our messages were stopped at their word, and which nothing could take yet. It goes on with the
/// next "start": into the report that is open, or to the menu, which asks what it is.
/// </summary>
/// <param name="Words">As written; empty for a file without words.</param>
/// <param name="Items">Files, as <c>kind:id</c>.</param>
/// <param name="Doubted">True when the number may have been somebody else's already: who wrote before that is not known to be who asks now.</param>
public sealed record KeptWords(string Words, ImmutableArray<string> Items, bool Doubted)
{
    /// <summary>More is no account of anything; what is not kept is said to be not kept.</summary>
    private const int Most = 20;

    /// <summary>Characters of all that is kept: a story has as many.</summary>
    private const int MostCharacters = 16_000;

    /// <summary>False for what says nothing, and when enough is kept already.</summary>
    public static bool Keep(ConversationTurn turn, DialogInput input)
    {
        var kept = turn.Conversation.Kept ?? [];
        if (FirstContact.Told(turn, input) is not { } told || kept.Count >= Most || kept.Sum(each => each.Words.Length) + told.Value.Length > MostCharacters)
        {
            return false;
        }

        turn.Conversation = turn.Conversation with { Kept = kept.Add(new KeptWords(told.Value, told.Items.IsDefault ? [] : told.Items, turn.Conversation.Doubted)) };
        return true;
    }

    /// <summary>
    /// The dialog that takes what was kept, which is then kept no longer; null when nothing was. On a number that may be somebody else's
    /// by now it is first asked whose it is; what was written there before waits until that is said (<see cref="Release"/>).
    /// </summary>
    public static DialogInput? Opening(ConversationTurn turn)
    {
        var doubted = turn.Conversation.Doubted;
        if (turn.Conversation.Kept is null && !doubted)
        {
            return null;
        }

        var dialog = doubted ? StillYou.Dialog : Taker(turn);
        var held = turn.Conversation.Session.Frames.FindLast(frame => frame.Dialog == dialog)?.Slots.GetValueOrDefault(DialogEngine.HeldSlot);
        var told = Told(turn, each => !doubted || each.Doubted, held);
        return new DialogInput.Open(dialog, told is null ? ImmutableDictionary<string, Answer>.Empty : ImmutableDictionary<string, Answer>.Empty.Add(DialogEngine.HeldSlot, told));
    }

    /// <summary>All that is kept, added to what a dialog holds already; null for nothing.</summary>
    public static Answer? Release(ConversationTurn turn, Answer? held) => Told(turn, _ => true, held);

    /// <summary>An open report takes words into its story; the menu and the first contact hold them until they have asked.</summary>
    private static string Taker(ConversationTurn turn)
    {
        var open = turn.Conversation.Session.Frames.Where(frame => turn.Library.Dialogs.ContainsKey(frame.Dialog)).Select(frame => turn.Library.Dialogs[frame.Dialog]).ToList();
        return open.FindLast(dialog => dialog.Story is not null)?.Name
            ?? (FirstContact.HasAgreed(turn.Person) ? DialogEngine.MenuDialog : FirstContact.Dialog);
    }

    private static Answer? Told(ConversationTurn turn, Func<KeptWords, bool> which, Answer? held)
    {
        var kept = turn.Conversation.Kept ?? [];
        var told = kept.FindAll(each => which(each));
        if (told.IsEmpty)
        {
            return held;
        }

        var left = kept.RemoveAll(each => which(each));
        turn.Conversation = turn.Conversation with { Kept = left.IsEmpty ? null : left };
        var words = told.Select(each => each.Words).Prepend(held?.Value ?? "").Where(each => each.Length > 0);
        ImmutableArray<string> before = held is null || held.Items.IsDefault ? [] : held.Items;
        return new Answer(string.Join('\n', words), Items: [.. before, .. told.SelectMany(each => each.Items)]);
    }
}
