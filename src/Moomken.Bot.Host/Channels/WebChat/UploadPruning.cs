using Moomken.Bot.Evidence;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>
/// Deletes uploaded files a day after they came: by then evidence has its own sealed copy, and the chat's shall not be a
/// second one for ever. As long as any file still waits to be taken over, nothing is deleted.
/// </summary>
internal sealed class UploadPruning(UploadFolder uploads, IStore store, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        var waiting = await store.ReadAsync(reader => reader.Find(EvidenceItem.Documents, "waiting", "yes", 1).Count, cancellation);
        if (waiting == 0)
        {
            uploads.DeleteOlderThan(time.GetUtcNow() - Kept);
        }
    }
}
