namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>For waits on a connection: Npgsql cuts them to whole milliseconds and waits for ever when none is left.</summary>
internal static class WholeMilliseconds
{
    /// <summary>Rounded up.</summary>
    public static TimeSpan Of(TimeSpan wait) => TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
}
