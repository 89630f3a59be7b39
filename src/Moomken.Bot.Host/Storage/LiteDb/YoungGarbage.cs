namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// Has the collector run in a moment in which nobody waits. By itself it runs in the midst of somebody's turn, and holds up all of
/// them for 3 to 8 ms; with a few megabytes at a time it needs one, which falls into a gap. Under load there are no gaps,
/// and it runs when it must. Owner thread only.
/// </summary>
/// <param name="enough">Bytes since the last time that are worth a collection; below a megabyte it would run all the time.</param>
internal sealed class YoungGarbage(long enough)
{
    private long allocatedBefore;

    /// <summary>True when a gap should be used.</summary>
    public bool IsWorthCollecting => GC.GetTotalAllocatedBytes() - allocatedBefore > enough;

    public void Collect()
    {
        GC.Collect(0, GCCollectionMode.Forced, blocking: true, compacting: false);
        allocatedBefore = GC.GetTotalAllocatedBytes();
    }
}
