namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>Where the store is and how much it may take.</summary>
public sealed record LiteDbStoreOptions
{
    public const string UsualFileName = "moomken.db";

    /// <summary>The data folder; made when it is missing, with rights for its owner only.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Name of the data file in that folder; the log lies beside it with the ending <c>.log</c>.</summary>
    public string FileName { get; init; } = UsualFileName;

    /// <summary>Documents kept ready in memory, two for each person who writes. About 2 to 6 KB each with conversations: 5 000 take 10 to 25 MB when full.</summary>
    public int CachedDocuments { get; init; } = 5_000;

    /// <summary>Bytes in one of the journal's two files from which its rows begin to move into LiteDB. Up to twice as much is read at a start after a crash.</summary>
    public long JournalBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Log pages (8 KiB) from which the store moves the log into the data file as soon as nothing waits. 200 pages stall works for 2 to 3 ms.</summary>
    public int CheckpointPages { get; init; } = 200;

    /// <summary>The same between large batches, where a page is changed again and again: 1 000 pages stall works for 10 to 30 ms.</summary>
    public int BusyCheckpointPages { get; init; } = 1_000;

    /// <summary>Log pages at which it does so although works wait: 20 000 pages are 160 MB on disk and a stall of about a quarter of a second.</summary>
    public int CheckpointHardCap { get; init; } = 20_000;

    /// <summary>Bytes allocated by the whole process after which the collector is run in the next gap between two works.</summary>
    public long GarbageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Most works in one commit. More would not raise the throughput, and would make the first of them wait.</summary>
    public int MaxBatch { get; init; } = 256;

    /// <summary>Most works waiting; more are refused at once, since they would be answered too late to be of use.</summary>
    public int MaxWaiting { get; init; } = 20_000;

    /// <summary>Largest document as JSON, in bytes. LiteDB's own limit is 16 MB; media belong in files.</summary>
    public int MaxDocumentBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Use LiteDB's own file handling with a checkpoint after every commit: tens of commits a second, for finding faults only.</summary>
    public bool PlainFile { get; init; }

    /// <summary>Where a LiteDB page carries its confirmed mark. Set by tests, to see what an unknown LiteDB would do.</summary>
    internal int ConfirmedByte { get; init; } = 18;
}
