namespace Moomken.Bot.Host.Backup;

/// <summary>The moments of a restore into a database between which something else must happen when it is run again.</summary>
internal static class RestorePoints
{
    /// <summary>The database is marked; it holds no document yet.</summary>
    public const string Begun = "restore_begun";

    /// <summary>Every document is there and was compared.</summary>
    public const string Proved = "restore_proved";

    /// <summary>What may have been sent is held back; files are not at their place.</summary>
    public const string HeldBack = "restore_held_back";

    /// <summary>One file more is at its place.</summary>
    public const string Moved = "restore_moved";

    /// <summary>All is at its place; the mark still says that it is not finished.</summary>
    public const string Placed = "restore_placed";

    public static readonly string[] All = [Begun, Proved, HeldBack, Moved, Placed];
}
