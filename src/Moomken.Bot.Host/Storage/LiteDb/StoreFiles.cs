using Moomken.Bot.Host.Storage.Disk;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// The journal, LiteDB, and the rows on their way from one to the other. A row is committed when it is in the journal;
/// it goes into LiteDB later and in slices, a document that changed often only once. Owner thread only.
/// </summary>
internal sealed class StoreFiles(LiteDbStoreOptions options, EngineOpening opening, IDisk disk, TimeProvider time, StoreCounters counters, Action written)
{
    private Journal? journal;
    private JournalWriter? writer;
    private long nextCheckpoint;

    public Unapplied Unapplied => field ??= new Unapplied(Read);

    private RowMoving Moving => field ??= new RowMoving(Unapplied, options);

    /// <summary>While true the data file is not written: somebody copies it. Everything goes into LiteDB's log meanwhile.</summary>
    public bool IsStill { get; set; }

    public IEngineFile? Engine { get; private set; }

    /// <summary>Set when a flush of the journal failed: what was seen since is not to be believed, and <see cref="GiveUp"/> must follow.</summary>
    public StoreUnavailableException? Fault => writer?.Fault;

    public void Open()
    {
        Journal.RefuseWithoutData(disk, options.FileName);
        Engine = opening.Open();
        ReadJournal();
    }

    /// <summary>Opens again after a fault, perhaps of a disk that still takes no writes: it must do with reading.</summary>
    public void Reopen(StoreMode mode)
    {
        Engine = opening.Reopen(mode);
        ReadJournal();
    }

    public void Hand(IReadOnlyList<StoredRow> rows, IEnumerable<Work> works) => writer!.Hand(rows, works, Unapplied.Active.Add);

    /// <summary>True when rows are on their way into LiteDB.</summary>
    public bool IsMoving => Unapplied.Closing.Count > 0;

    /// <summary>Moves into LiteDB what is due; and when nobody waits, a little before it is due.</summary>
    public void Apply(bool nobodyWaits)
    {
        if (!IsMoving && !Turn())
        {
            return;
        }

        if (nobodyWaits)
        {
            Moving.Early(Engine!);
        }
        else
        {
            Moving.Due(Engine!, writer!.Length);
        }
    }

    // A checkpoint that failed is not tried again until the log has grown by as much: the log has everything meanwhile.
    public void CheckpointFrom(long pages)
    {
        if (IsStill || Engine!.LogPages < pages || Engine.LogPages < nextCheckpoint)
        {
            return;
        }

        nextCheckpoint = Engine.LogPages + options.CheckpointPages;
        Engine.Checkpoint();
        nextCheckpoint = 0;
    }

    /// <summary>Everything that is committed goes into LiteDB, so that it can be read and copied there.</summary>
    public void Settle()
    {
        writer!.Drain();
        if (Fault is { } fault)
        {
            throw fault;
        }

        Moving.All(Engine!);
    }

    public void Close()
    {
        writer!.Finish();
        if (Fault is null)
        {
            Moving.All(Engine!);
            CheckpointFrom(1);
            journal!.Empty();
        }

        journal!.Close();
        Engine!.Dispose();
        Engine = null;
    }

    /// <summary>Lets go of everything after a fault. What was handed over before ends as it can: durable, or failed.</summary>
    public void GiveUp()
    {
        writer?.Finish();
        if (Fault is not null)
        {
            journal?.TakeBack();
        }

        journal?.Close();
        Engine?.Abandon();
        (writer, journal, Engine) = (null, null, null);
        Unapplied.Clear();
    }

    private void ReadJournal()
    {
        journal = new Journal(disk, options.FileName);
        Unapplied.Clear();
        var (closing, active) = journal.Scan();
        closing.ForEach(Unapplied.Closing.Add);
        active.ForEach(Unapplied.Active.Add);
        writer = new JournalWriter(journal, time, counters, disk.Place, written);
    }

    /// <summary>What was handed over a moment ago may not be in the file yet.</summary>
    private byte[] Read(JournalPlace at)
    {
        if (at.File == journal!.Turn && at.Offset + at.Length > journal.Active.Durable)
        {
            writer!.Drain();
        }

        return journal.Read(at);
    }

    private bool Turn()
    {
        if (writer!.Length < options.JournalBytes)
        {
            return false;
        }

        // LiteDB must never have what the journal may still lose.
        writer.Drain();
        if (Fault is not null)
        {
            return false;
        }

        writer.BeginNext();
        Unapplied.Turn();
        return true;
    }
}
