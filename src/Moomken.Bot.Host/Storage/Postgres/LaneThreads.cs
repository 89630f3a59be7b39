namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>A thread for each lane.</summary>
internal sealed class LaneThreads(PostgresParts parts)
{
    private readonly List<Thread> threads = [];

    public void Start(WorkQueue writes, WorkQueue reads)
    {
        for (var i = 0; i < parts.Options.WriteLanes; i++)
        {
            Start(new WriteLane(parts, writes), lane => lane.Run(), $"store write {i}");
        }

        for (var i = 0; i < parts.Options.ReadLanes; i++)
        {
            Start(new ReadLane(parts, reads), lane => lane.Run(), $"store read {i}");
        }
    }

    /// <summary>Waits until every lane has come to the end of its queue.</summary>
    public void Join() => threads.ForEach(thread => thread.Join());

    private void Start<TLane>(TLane lane, Action<TLane> run, string name)
        where TLane : IDisposable
    {
        var thread = new Thread(() =>
        {
            using (lane)
            {
                run(lane);
            }
        })
        { IsBackground = true, Name = name };
        threads.Add(thread);
        thread.Start();
    }
}
