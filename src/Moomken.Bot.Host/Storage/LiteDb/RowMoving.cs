namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>Takes rows that are durable in the journal into LiteDB, in slices. Owner thread only.</summary>
internal sealed class RowMoving(Unapplied unapplied, int largest)
{
    // Rows in one LiteDB transaction: about 2 ms between two batches.
    private const int SmallestSlice = 48;

    // More than comes in meanwhile, so that one generation is done before the next is full.
    private const int SliceForEachRow = 2;

    private readonly StoredRows known = new();

    /// <summary>Of the generation that is closed: more than came in meanwhile.</summary>
    public void Some(IEngineFile engine, int rowsSince) => Apply(engine, unapplied.Closing, Math.Max(SmallestSlice, rowsSince * SliceForEachRow));

    public void All(IEngineFile engine)
    {
        while (unapplied.Closing.Count > 0)
        {
            Apply(engine, unapplied.Closing, largest);
        }

        while (unapplied.Active.Count > 0)
        {
            Apply(engine, unapplied.Active, largest);
        }
    }

    private void Apply(IEngineFile engine, UnappliedRows from, int most)
    {
        var slice = from.Some(most);
        ApplySlice.Apply(engine, known, slice.ConvertAll(unapplied.Stored));
        from.Remove(slice);
    }
}
