using Moomken.Bot.Outbox;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Workers;

/// <summary>Deletes what is known of deliveries of which nobody reports any more, in slices that do not hold up anybody's turn.</summary>
internal sealed class DeliveryPruning(IStore store, TimeProvider time)
{
    private const int Slice = 25;

    /// <summary>The ids are ordered in time, so the old ones come first, and a round that finds none ends there.</summary>
    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        var before = time.GetUtcNow() - Delivery.Lasts;
        while (await store.WriteAsync(transaction => Delete(transaction, before), cancellation) == Slice)
        {
            // The next slice of a day that had many.
        }
    }

    private static int Delete(IStoreTransaction transaction, DateTimeOffset before)
    {
        var old = transaction.Scan(Delivery.Documents, Slice).Where(delivery => delivery.At < before).ToList();
        old.ForEach(delivery => transaction.Delete(Delivery.Documents, delivery.Id));
        return old.Count;
    }
}
