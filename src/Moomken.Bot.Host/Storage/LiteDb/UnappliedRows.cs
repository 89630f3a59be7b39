using System.Diagnostics.CodeAnalysis;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>The rows of one generation of the journal, each document's last. Owner thread only.</summary>
internal sealed class UnappliedRows
{
    private readonly Dictionary<string, Dictionary<string, UnappliedRow>> kinds = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    public void Add(UnappliedRow row)
    {
        if (!kinds.TryGetValue(row.Kind, out var rows))
        {
            kinds.Add(row.Kind, rows = new Dictionary<string, UnappliedRow>(StringComparer.Ordinal));
        }

        Count += rows.ContainsKey(row.Id) ? 0 : 1;
        rows[row.Id] = row;
    }

    public bool TryFind(string kind, string id, [NotNullWhen(true)] out UnappliedRow? row)
    {
        row = null;
        return kinds.TryGetValue(kind, out var rows) && rows.TryGetValue(id, out row);
    }

    public IEnumerable<UnappliedRow> Of(string kind) => kinds.TryGetValue(kind, out var rows) ? rows.Values : [];

    /// <summary>Some rows, for the next slice that goes into LiteDB; they stay here until <see cref="Remove"/>.</summary>
    public List<UnappliedRow> Some(int most) => [.. kinds.Values.SelectMany(rows => rows.Values).Take(most)];

    public void Remove(List<UnappliedRow> applied)
    {
        foreach (var row in applied)
        {
            kinds[row.Kind].Remove(row.Id);
            Count--;
        }
    }

    public void Clear()
    {
        kinds.Clear();
        Count = 0;
    }
}
