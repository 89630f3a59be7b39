using Moomken.Bot.Conversations;
using Moomken.Bot.Evidence;
using Moomken.Bot.Host.Evidence;
using Moomken.Bot.Outbox;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Backup;

/// <summary>A folder that came out of an archive: whether all of it can be read, and what must not happen when it is used again.</summary>
internal static class RestoredFolder
{
    /// <summary>The reason of messages that were due when the backup was made; nobody knows whether they have been sent since.</summary>
    public const string Reason = "restored";

    private const int Page = 100;

    /// <summary>Kept files whose bytes are not there or not what was received.</summary>
    public static async Task<List<string>> DamagedFilesAsync(IStore store, string folder, Vault vault, CancellationToken cancellation)
    {
        var seal = new EvidenceSeal(vault, new DiskEvidenceFiles(folder));
        var damaged = new List<string>();
        await foreach (var item in Operations.Pages.All(store, EvidenceItem.Documents, cancellation))
        {
            if (item.State == EvidenceState.Kept
                && (seal.Read(item.Id, EvidencePart.Original) is not { } bytes || Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)) != item.Sha256))
            {
                damaged.Add(item.Id);
            }
        }

        return damaged;
    }

    /// <summary>
    /// What was still to be sent then may have been sent since: it becomes a failed message, which an operator sends again or lets go.
    /// Reminders that are past go too. Gives how many messages that were.
    /// </summary>
    public static async Task<int> HoldBackAsync(IStore store, DateTimeOffset now, CancellationToken cancellation)
    {
        var held = 0;
        string? after = null;
        while (true)
        {
            var from = after;
            var (looked, messages, last) = await store.WriteAsync(transaction => HoldBack(transaction, from, now), cancellation);
            held += messages;
            if (looked < Page)
            {
                return held;
            }

            after = last;
        }
    }

    private static (int Looked, int Messages, string? Last) HoldBack(IStoreTransaction transaction, string? after, DateTimeOffset now)
    {
        var page = transaction.Scan(Conversation.Documents, Page, after);
        var messages = 0;
        foreach (var conversation in page.Where(conversation => !conversation.Pending.IsEmpty || conversation.Timers.Any(timer => timer.DueAt <= now)))
        {
            foreach (var message in conversation.Pending)
            {
                transaction.Put(FailedMessage.Documents, new FailedMessage(message.Id, conversation.Id, Reason, now, message));
                messages++;
            }

            transaction.Put(Conversation.Documents, conversation with
            {
                Pending = [],
                Timers = [.. conversation.Timers.Where(timer => timer.DueAt > now)],
                Revision = conversation.Revision + 1,
            });
        }

        return (page.Count, messages, page.Count == 0 ? null : page[^1].Id);
    }
}
