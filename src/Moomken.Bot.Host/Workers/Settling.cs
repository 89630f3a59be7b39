using Moomken.Bot.Outbox;

namespace Moomken.Bot.Host.Workers;

/// <summary>True when every conversation that the last run left over was offered to the sender.</summary>
internal delegate bool TakenUp();

/// <summary>
/// Takes sent messages out of the documents of conversations that stay silent; those that go on do it with their next
/// turn. Then the sent log may forget them.
/// </summary>
internal sealed class Settling(Sender sender, OutboxRecords records, TakenUp takenUp, TimeProvider time)
{
    /// <summary>Longer than most people take to answer: most messages are settled by the turn that follows.</summary>
    private static readonly TimeSpan After = TimeSpan.FromSeconds(20);

    /// <summary>Conversations written in one transaction: a few milliseconds of the store's time.</summary>
    private const int Slice = 50;

    public Task RunOnceAsync(CancellationToken cancellation) => SettleAsync(time.GetUtcNow() - After, cancellation);

    /// <summary>At the end of the program: everything, so that the next start has nothing to look up.</summary>
    public Task SettleAllAsync() => SettleAsync(DateTimeOffset.MaxValue, CancellationToken.None);

    private async Task SettleAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        foreach (var slice in sender.Unsettled(before).Chunk(Slice))
        {
            var written = await records.SettleAsync(slice, sender.WithoutSettled, cancellation);
            sender.Written(written);
        }

        // Until the sweep has been through, the log alone knows what the last run had sent.
        if (takenUp())
        {
            sender.ForgetSettled();
        }

        sender.DropIdle();
    }
}
