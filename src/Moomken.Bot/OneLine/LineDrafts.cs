using System.Collections.Immutable;
using Moomken.Bot.Conversations;
using Moomken.Bot.People;

namespace Moomken.Bot.OneLine;

/// <summary>
/// What a person's one-line reports left open, of every form: nothing that was acknowledged as kept is replaced by another line.
/// It lies in the conversation in which they wrote last.
/// </summary>
public static class LineDrafts
{
    /// <summary>Unfinished reports of all forms that wait at a time; the oldest goes for a sixth, and the person is told.</summary>
    public const int MostKept = 5;

    /// <summary>What waits under a code, the newest first.</summary>
    public static IEnumerable<OneLineDraft> Kept(ConversationTurn turn) => Alive(turn.Conversation, turn.Now).Where(draft => draft.IsKept).Reverse();

    /// <summary>What waits under this code.</summary>
    public static OneLineDraft? Kept(ConversationTurn turn, string code) => Kept(turn).FirstOrDefault(draft => draft.KeptAs == code);

    /// <summary>What the last line of a form left, for as long as the next may go on with it without a code.</summary>
    public static OneLineDraft? Last(ConversationTurn turn, string form) =>
        Alive(turn.Conversation, turn.Now).LastOrDefault(draft => draft.Form == form && turn.Now - draft.At < OneLineDraft.Fresh);

    /// <summary>Keeps a draft as the newest. Gives the unfinished one that had to go for it; null for none.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="draft">What is kept.</param>
    /// <param name="became">The code of the unfinished one that it goes on with or that became a report; null for none.</param>
    public static OneLineDraft? Put(ConversationTurn turn, OneLineDraft draft, string? became = null)
    {
        var lines = Alive(turn.Conversation, turn.Now)
            .Where(other => other.IsKept ? other.KeptAs != draft.KeptAs && other.KeptAs != became : other.Form != draft.Form)
            .Append(draft).ToImmutableList();
        var gone = lines.Count(line => line.IsKept) > MostKept ? lines.First(line => line.IsKept) : null;
        turn.Conversation = turn.Conversation with { Lines = gone is null ? lines : lines.Remove(gone) };
        return gone;
    }

    /// <summary>It became a report, or is asked about in questions now.</summary>
    public static void Remove(ConversationTurn turn, string code) =>
        turn.Conversation = turn.Conversation with { Lines = OrNull(turn.Conversation.Lines?.RemoveAll(draft => draft.IsKept && draft.KeptAs == code)) };

    /// <summary>What the person left on their other channels comes here: they may go on with it wherever they write.</summary>
    public static void Fetch(ConversationTurn turn, OnePerson people)
    {
        if (turn.Person.Linked.Length < 2)
        {
            return;
        }

        foreach (var other in OnePerson.Others(turn, turn.Person).Where(other => other.Lines is not null).ToList())
        {
            turn.Conversation = With(turn.Conversation, other);
            turn.Change(other with { Lines = null }, people.AddressOf(other, turn.Person));
        }
    }

    /// <summary>The conversation with what the lines of another left, in the order of time.</summary>
    public static Conversation With(Conversation to, Conversation source) => source.Lines is null
        ? to
        : to with { Lines = [.. source.Lines.Concat(to.Lines ?? []).OrderBy(draft => draft.At)] };

    /// <summary>The conversation without what nothing goes on with any more; the same where there is none of it.</summary>
    public static Conversation WithoutOld(Conversation conversation, DateTimeOffset now) => HasOld(conversation, now)
        ? conversation with { Lines = OrNull(conversation.Lines?.RemoveAll(draft => draft.IsOver(now))) }
        : conversation;

    public static bool HasOld(Conversation conversation, DateTimeOffset now) => conversation.Lines?.Exists(draft => draft.IsOver(now)) == true;

    private static IEnumerable<OneLineDraft> Alive(Conversation conversation, DateTimeOffset now) => (conversation.Lines ?? []).Where(draft => !draft.IsOver(now));

    private static ImmutableList<OneLineDraft>? OrNull(ImmutableList<OneLineDraft>? lines) => lines is { IsEmpty: false } ? lines : null;
}
