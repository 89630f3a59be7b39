namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>Waiting times between tries: doubling from a second to a minute, each drawn from its upper half so that many bots do not call at once.</summary>
internal sealed class TelegramBackoff(IdSource ids, TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private TimeSpan next = First;

    public void Reset() => next = First;

    /// <param name="atLeast">What the server asked for.</param>
    /// <param name="cancellation">Ends the wait by throwing.</param>
    public Task Wait(TimeSpan atLeast, CancellationToken cancellation)
    {
        var drawn = next * (0.5 + (ids.Bytes(1)[0] / 512.0));
        next = next * 2 < Longest ? next * 2 : Longest;
        return Task.Delay(drawn > atLeast ? drawn : atLeast, time, cancellation);
    }
}
