namespace Moomken.Bot.Host.Channels.Terminal;

/// <summary>A clock that can be put forward, so that reminders and expiries can be tried out in a terminal.</summary>
public sealed class ShiftedTime(TimeProvider real) : TimeProvider
{
    private TimeSpan ahead;

    public override DateTimeOffset GetUtcNow() => real.GetUtcNow() + ahead;

    public void Forward(TimeSpan by) => ahead += by;
}
