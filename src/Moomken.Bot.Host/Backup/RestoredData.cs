using System.Security.Cryptography;
using Moomken.Bot.Conversations;
using Moomken.Bot.Evidence;
using Moomken.Bot.Outbox;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Backup;

/// <summary>Data that came out of an archive: whether all of it can be read, and what must not happen when it is used again.</summary>
internal static class RestoredData
{
    /// <summary>The reason of messages that were due when the backup was made; nobody knows whether they have been sent since.</summary>
    public const string Reason = "restored";

    /// <summary>What the operator must know of every restore.</summary>
    public const string DeletedSince = "Who deleted their data after that moment is there again, and must be deleted again.";

    private const int Page = 100;

    /// <summary>True for a kept file whose bytes are not there or not what was received.</summary>
    public static bool IsDamaged(EvidenceItem item, EvidenceSeal seal) => item.State == EvidenceState.Kept
        && (seal.Read(item.Id, EvidencePart.Original) is not { } bytes || Convert.ToHexStringLower(SHA256.HashData(bytes)) != item.Sha256);

    /// <summary>
    /// What was still to be sent then may have been sent since: it becomes a failed message, which an operator sends again or lets go.
    /// What is known to have been sent is let go of. Reminders that are past go too. A page is one transaction, and a page that was done has
    /// nothing left to hold back: it may be cut off and done again.
    /// </summary>
    public static async Task HoldBackAsync(IStore store, IReadOnlySet<string> sent, DateTimeOffset now, CancellationToken cancellation)
    {
        var (looked, after) = (Page, (string?)null);
        while (looked == Page)
        {
            var from = after;
            (looked, after) = await store.WriteAsync(transaction => HoldBack(transaction, from, sent, now), cancellation);
        }
    }

    private static (int Looked, string? Last) HoldBack(IStoreTransaction transaction, string? after, IReadOnlySet<string> sent, DateTimeOffset now)
    {
        var page = transaction.Scan(Conversation.Documents, Page, after);
        foreach (var conversation in page.Where(conversation => !conversation.Pending.IsEmpty || conversation.Timers.Any(timer => timer.DueAt <= now)))
        {
            foreach (var message in conversation.Pending.Where(message => !sent.Contains(message.Key)))
            {
                transaction.Put(FailedMessage.Documents, new FailedMessage(message.Id, conversation.Id, Reason, now, message));
            }

            transaction.Put(Conversation.Documents, conversation with
            {
                Pending = [],
                Timers = [.. conversation.Timers.Where(timer => timer.DueAt > now)],
                Revision = conversation.Revision + 1,
            });
        }

        return (page.Count, page.Count == 0 ? null : page[^1].Id);
    }
}
