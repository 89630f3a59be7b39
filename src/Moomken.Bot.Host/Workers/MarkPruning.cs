using Moomken.Bot.Conversations;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Workers;

/// <summary>Deletes the marks of messages that no provider repeats any more, in slices that do not hold up anybody's turn.</summary>
internal sealed class MarkPruning(IStore store, TimeProvider time)
{
    /// <summary>From one round to the next: more than half a million marks in a day.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    // About 1 ms of the store: five hundred a minute at once held everybody up for 30 ms.
    private const int Slice = 25;
    private string? after;

    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        var now = (int)(time.GetUtcNow().ToUnixTimeSeconds() / 60);
        after = await store.WriteAsync(
            transaction =>
            {
                var page = transaction.Scan(MovedMark.Documents, Slice, after);
                foreach (var old in page.Where(mark => mark.Until < now))
                {
                    transaction.Delete(MovedMark.Documents, old.Id);
                }

                return page.Count < Slice ? null : page[^1].Id;
            },
            cancellation);
    }
}
