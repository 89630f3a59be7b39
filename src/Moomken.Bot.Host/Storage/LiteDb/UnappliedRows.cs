using System.Diagnostics.CodeAnalysis;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>The rows of one generation of the journal, each document's last. Owner thread only.</summary>
internal sealed class UnappliedRows
{
    private readonly Dictionary<string, Dictionary<string, StoredRow>> kinds = new(StringComparer.Ordinal);

    public long Bytes { get; private set; }

    public int Count { get; private set; }

    public void Add(StoredRow row)
    {
        if (!kinds.TryGetValue(row.Kind, out var rows))
        {
            kinds.Add(row.Kind, rows = new Dictionary<string, StoredRow>(StringComparer.Ordinal));
        }

        if (rows.TryGetValue(row.Id, out var before))
        {
            Bytes -= before.Bytes;
            Count--;
        }

        rows[row.Id] = row;
        Bytes += row.Bytes;
        Count++;
    }

    public bool TryFind(string kind, string id, [NotNullWhen(true)] out StoredRow? row)
    {
        row = null;
        return kinds.TryGetValue(kind, out var rows) && rows.TryGetValue(id, out row);
    }

    public IEnumerable<StoredRow> Of(string kind) => kinds.TryGetValue(kind, out var rows) ? rows.Values : [];

    /// <summary>Some rows, for the next slice that goes into LiteDB; they stay here until <see cref="Remove"/>.</summary>
    public List<StoredRow> Some(int most) => [.. kinds.Values.SelectMany(rows => rows.Values).Take(most)];

    public void Remove(List<StoredRow> applied)
    {
        foreach (var row in applied)
        {
            kinds[row.Kind].Remove(row.Id);
            Bytes -= row.Bytes;
            Count--;
        }
    }

    public void Clear()
    {
        kinds.Clear();
        (Bytes, Count) = (0, 0);
    }
}
