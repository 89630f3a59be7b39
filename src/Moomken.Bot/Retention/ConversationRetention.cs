using System.Runtime.CompilerServices;
using Moomken.Bot.Conversations;
using Moomken.Bot.OneLine;
using Moomken.Bot.Outbox;
using Moomken.Bot.People;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Retention;

/// <summary>
/// Conversations of people who write no more: after a day they forget the last report, so that an anonymous one has no link
/// left; after the months of the agreement they go, and then their people.
/// </summary>
public sealed class ConversationRetention(IStore store, Sender sender, AddressBook addresses, IEnumerable<EraseTrace> traces)
{
    internal async IAsyncEnumerable<int> SweepAsync(RetentionRun run, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var page in Pages.Of(store, Conversation.Documents, cancellation))
        {
            run.Count("conversations", await RetentionPages.ChangeAsync(
                store, Conversation.Documents, page.Where(conversation => IsSilent(conversation, run)), (transaction, found) => Remove(transaction, found, run), cancellation));
            await ForgetReportsAsync(page, run, cancellation);
            foreach (var conversation in page.Where(conversation => !IsSilent(conversation, run)))
            {
                run.PeopleInUse.Add(conversation.PersonId);
                run.FilesInUse.Add(FilesOf(conversation));
            }

            yield return page.Count;
        }

        // Only voters: whoever has a role is on somebody's list, and goes when that somebody takes them off it.
        var people = RetentionPages.RemoveOld(
            store, Person.Documents, run, person => person.Role == Role.Voter && person.CreatedAt < run.Oldest && !run.PeopleInUse.Holds(person.Id), cancellation);
        await foreach (var looked in people)
        {
            yield return looked;
        }
    }

    private static bool IsSilent(Conversation conversation, RetentionRun run) => conversation.LastAt < run.Oldest && conversation.Pending.IsEmpty;

    private static bool Remembers(Conversation conversation, RetentionRun run) =>
        conversation.Recent?.At < run.Now - RetentionRules.Remembered
        || conversation.Danger?.At < run.Now - RetentionRules.Remembered
        || LineDrafts.HasOld(conversation, run.Now)
        || conversation.Echo?.At < run.Now - RetentionRules.Remembered
        || conversation.LastSaid?.Any(said => IsOld(said, run)) == true;

    private static bool IsOld(SaidWords said, RetentionRun run) => said.Seconds < (run.Now - RetentionRules.Remembered).ToUnixTimeSeconds();

    /// <summary>Fingerprints of words: whoever holds a report's text could find with them who wrote it.</summary>
    private static Conversation WithoutOldWords(Conversation conversation, RetentionRun run) => conversation with
    {
        Echo = conversation.Echo?.At < run.Now - RetentionRules.Remembered ? null : conversation.Echo,
        LastSaid = conversation.LastSaid?.RemoveAll(said => IsOld(said, run)) is { IsEmpty: false } fresh ? fresh : null,
    };

    private static IEnumerable<string> FilesOf(Conversation conversation) =>
        from item in conversation.Session.Frames
            .SelectMany(frame => frame.Slots.Values)
            .SelectMany(answer => answer.Items.IsDefaultOrEmpty ? [] : answer.Items)
            .Concat((conversation.Kept ?? []).SelectMany(kept => kept.Items))
        select item[(item.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private bool Remove(IStoreTransaction transaction, Conversation conversation, RetentionRun run)
    {
        if (!IsSilent(conversation, run))
        {
            return false;
        }

        if (transaction.Get(Person.Documents, conversation.PersonId) is { } person)
        {
            foreach (var erase in traces)
            {
                erase(transaction, addresses.AddressOf(conversation, person));
            }
        }

        transaction.Delete(Conversation.Documents, conversation.Id);
        return true;
    }

    private async Task ForgetReportsAsync(IReadOnlyList<Conversation> page, RetentionRun run, CancellationToken cancellation)
    {
        var written = new List<Conversation>();
        await RetentionPages.ChangeAsync(
            store,
            Conversation.Documents,
            page.Where(conversation => Remembers(conversation, run)),
            (transaction, found) =>
            {
                if (!Remembers(found, run))
                {
                    return false;
                }

                var forgot = LineDrafts.WithoutOld(WithoutOldWords(sender.WithoutSettled(found), run), run.Now) with
                {
                    Recent = found.Recent?.At < run.Now - RetentionRules.Remembered ? null : found.Recent,
                    Danger = found.Danger?.At < run.Now - RetentionRules.Remembered ? null : found.Danger,
                    Revision = found.Revision + 1,
                };
                transaction.Put(Conversation.Documents, forgot);
                written.Add(forgot);
                return true;
            },
            cancellation);
        sender.Written(written);
    }
}
