using Moomken.Bot.Conversations;
using Moomken.Bot.Outbox;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Workers;

/// <summary>Fires the timers that are due.</summary>
internal sealed class TimerRound(TimerWheel timers, ConversationRunner runner, INodes nodes)
{
    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        var due = timers.TakeDue();
        if (!nodes.DoesRounds)
        {
            // Another node finds them in the store and fires them.
            return;
        }

        for (var next = 0; next < due.Count; next++)
        {
            try
            {
                await runner.FireAsync(due[next], cancellation);
            }
            catch (Exception fault)
            {
                // A full disk or a stop: all that are left come again. Anything else is this one conversation's fault, which
                // must not hold up the others; the sweep of the next start finds it again.
                timers.PutBack(due.Skip(fault is StoreUnavailableException or OperationCanceledException ? next : next + 1));
                throw;
            }
        }
    }
}
