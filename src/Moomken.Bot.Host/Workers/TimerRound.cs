using Moomken.Bot.Conversations;

namespace Moomken.Bot.Host.Workers;

/// <summary>Fires the timers that are due.</summary>
internal sealed class TimerRound(TimerWheel timers, ConversationRunner runner)
{
    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        foreach (var conversation in timers.TakeDue())
        {
            await runner.FireAsync(conversation, cancellation);
        }
    }
}
