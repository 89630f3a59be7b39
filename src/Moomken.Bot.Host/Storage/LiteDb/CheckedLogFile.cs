using LiteDB;
using LiteDB.Engine;
using Moomken.Bot.Host.Storage.Disk;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>LiteDB over our own streams: one flush a commit, and nothing is believed durable before the log says so.</summary>
internal sealed class CheckedLogFile : IEngineFile
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(5);

    private readonly IDiskFile dataFile;
    private readonly IDiskFile logFile;
    private readonly DataStream data;
    private readonly LogStream log;
    private readonly StoreCounters counters;

    public CheckedLogFile(IDisk disk, LiteDbStoreOptions options, TimeProvider time, StoreCounters counters)
    {
        this.counters = counters;
        dataFile = disk.Open(options.FileName);
        logFile = disk.Open(LogName(options.FileName));
        try
        {
            log = new LogStream(logFile, time, counters, options.ConfirmedByte);
            data = new DataStream(dataFile, time, counters);
            ForgetHalfMadeFile(disk.Place);
            data.MayWrite = true;
            Engine = new LiteEngine(new EngineSettings { DataStream = data, LogStream = log, Collation = Collation.Binary });
            data.MayWrite = false;
        }
        catch
        {
            CloseFiles();
            throw;
        }
    }

    public StoreMode Mode => StoreMode.CheckedLog;

    public LiteEngine Engine { get; }

    public long LogPages => log.Length / LogFrame.PageSize;

    public static string LogName(string fileName) => Path.ChangeExtension(fileName, ".log");

    public void Commit(Action<LiteEngine> changes)
    {
        var number = log.Commits + 1;
        Transaction.Run(Engine, changes);
        log.WaitForCommit(number, Patience);
        log.Accept();
    }

    public void Run(Func<LiteEngine, bool> change)
    {
        var number = log.Commits + 1;
        if (change(Engine))
        {
            log.WaitForCommit(number, Patience);
            log.Accept();
        }
    }

    /// <summary>
    /// True when one commit of several pages is one flush and ends in a page with the confirmed mark, as everything here rests on. A disk
    /// that cannot be written throws.
    /// </summary>
    public bool Probe(Action<LiteEngine> change)
    {
        var (commits, fsyncs, pages) = (log.Commits, counters.Fsyncs, LogPages);
        Transaction.Run(Engine, change);

        // LiteDB may still be writing on a thread of its own: judged too early, its first page looks like its last.
        var handedOver = log.EndsInCommit(Engine.LogLength() / LogFrame.PageSize, ProbePatience);
        if (log.Fault is { } fault)
        {
            throw new IOException("The log could not be written.", fault);
        }

        log.Accept();
        return handedOver && LogPages > pages + 1 && log.Commits == commits + 1 && counters.Fsyncs == fsyncs + 1;
    }

    public void Checkpoint()
    {
        data.MayWrite = true;
        try
        {
            Engine.Checkpoint();
            counters.AddCheckpoint();
        }
        finally
        {
            data.MayWrite = false;
        }
    }

    public void Abandon()
    {
        try
        {
            Engine.Dispose();
            log.TakeBack();
        }
        catch (Exception)
        {
            // The disk is gone. What it holds is looked through when it can be opened again.
        }

        CloseFiles();
    }

    public void Dispose()
    {
        Engine.Dispose();
        CloseFiles();
    }

    // A file cut off while it was being made: no commit has ever been in it, since its first page comes before them all.
    private void ForgetHalfMadeFile(string place)
    {
        if (log.Length > 0)
        {
            if (dataFile.Length < LogFrame.PageSize)
            {
                throw new StoreUnavailableException(
                    $"In {place} the data file is missing or empty while its log is not. Put the data file back, or restore the folder from a backup.");
            }

            return;
        }

        Span<byte> start = stackalloc byte[64];
        start.Clear();
        dataFile.Read(start, 0);
        if (dataFile.Length is > 0 and <= LogFrame.PageSize && start[32..59].IndexOfAnyExcept((byte)0) < 0)
        {
            dataFile.SetLength(0);
        }
    }

    private void CloseFiles()
    {
        dataFile.Dispose();
        logFile.Dispose();
    }
}
