namespace Moomken.Bot.Host.Workers;

/// <summary>
/// Gives memory back when a burst is over. The collector keeps what it has for the next one, which on a small machine is
/// memory that the disk cache could use; making it small takes about 50 ms, so it is done while nobody writes.
/// </summary>
/// <param name="collections">Young collections since the start: where none has run, hardly anything was done.</param>
/// <param name="giveBack">Makes the heap small.</param>
internal sealed class QuietMemory(Func<int> collections, Action giveBack)
{
    /// <summary>Young collections that are worth making the heap small for.</summary>
    private const int Burst = 20;

    private int atLastRound;
    private int atLastGiving;

    public static QuietMemory OfThisProcess() => new(
        () => GC.CollectionCount(0),
        () => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true));

    public Task RunOnceAsync(CancellationToken cancellation)
    {
        var now = collections();
        var isQuiet = now - atLastRound <= 1;
        atLastRound = now;
        if (isQuiet && now - atLastGiving >= Burst)
        {
            giveBack();
            (atLastRound, atLastGiving) = (collections(), collections());
        }

        return Task.CompletedTask;
    }
}
