namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// Takes rows that are durable in the journal into LiteDB, in slices. It does not hurry: all at once would make everybody wait who
/// writes in that second. Owner thread only.
/// </summary>
internal sealed class RowMoving(Unapplied unapplied, LiteDbStoreOptions options)
{
    // Rows in one LiteDB transaction: 1 to 2 ms between two batches.
    private const int SmallestSlice = 32;

    private readonly StoredRows known = new();
    private double owed;
    private long lengthBefore;

    /// <summary>As much of the closed generation as is due, so that it is done before the one that takes rows is half full.</summary>
    /// <param name="engine">Where they go.</param>
    /// <param name="length">Bytes in the generation that takes rows.</param>
    public void Due(IEngineFile engine, long length)
    {
        var (since, left) = (length - Math.Min(length, lengthBefore), (options.JournalBytes / 2) - length);
        lengthBefore = length;
        owed += left > 0 ? unapplied.Closing.Count * (double)since / left : options.MaxBatch;
        if (owed >= SmallestSlice)
        {
            Slice(engine);
        }
    }

    /// <summary>A slice that is not due yet, since nobody waits.</summary>
    public void Early(IEngineFile engine)
    {
        owed = Math.Max(owed, SmallestSlice);
        Slice(engine);
    }

    public void All(IEngineFile engine)
    {
        while (unapplied.Closing.Count > 0)
        {
            Apply(engine, unapplied.Closing, options.MaxBatch);
        }

        while (unapplied.Active.Count > 0)
        {
            Apply(engine, unapplied.Active, options.MaxBatch);
        }
    }

    private void Slice(IEngineFile engine)
    {
        Apply(engine, unapplied.Closing, (int)owed);
        owed = 0;
    }

    private void Apply(IEngineFile engine, UnappliedRows from, int most)
    {
        var slice = from.Some(most);
        ApplySlice.Apply(engine, known, slice.ConvertAll(unapplied.Stored));
        from.Remove(slice);
    }
}
