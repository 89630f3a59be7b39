using System.Diagnostics.CodeAnalysis;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// What is committed and not yet in LiteDB, laid over what LiteDB reads: the generation that takes rows, and the one whose
/// rows are on their way. A document may be in both; the younger counts. Owner thread only.
/// </summary>
internal sealed class Unapplied(Func<JournalPlace, byte[]> read)
{
    public UnappliedRows Active { get; private set; } = new();

    public UnappliedRows Closing { get; private set; } = new();

    public void Turn() => (Active, Closing) = (Closing, Active);

    public void Clear()
    {
        Active.Clear();
        Closing.Clear();
    }

    public bool TryFind(string kind, string id, [NotNullWhen(true)] out UnappliedRow? row) =>
        Active.TryFind(kind, id, out row) || Closing.TryFind(kind, id, out row);

    public bool Has(string kind) => Active.Of(kind).Any() || Closing.Of(kind).Any();

    public string? HighestId(string kind) => Rows(kind).Select(row => row.Id).Max(StringComparer.Ordinal);

    public StoredRow Stored(UnappliedRow row) => new(row.Kind, row.Id, row.Version, row.Place is { } place ? read(place) : null, row.Keys);

    /// <summary>A page as it would be if all were in LiteDB. <paramref name="size"/> is what was asked for: a shorter page is the last.</summary>
    public RowPage Lay(string kind, List<StoredRow> stored, int size, string? after, Func<UnappliedRow, bool> belongs)
    {
        var end = stored.Count < size ? null : stored[^1].Id;
        var laid = Rows(kind).Where(row => IsBetween(row.Id, after, end)).ToList();
        if (laid.Count == 0)
        {
            return new RowPage(stored, end);
        }

        var rows = stored.Where(row => !TryFind(kind, row.Id, out _))
            .Concat(laid.Where(row => row.Place is not null && belongs(row)).Select(Stored))
            .OrderBy(row => row.Id, StringComparer.Ordinal);
        return new RowPage([.. rows], end);
    }

    private IEnumerable<UnappliedRow> Rows(string kind) =>
        Active.Of(kind).Concat(Closing.Of(kind).Where(row => !Active.TryFind(kind, row.Id, out _)));

    private static bool IsBetween(string id, string? after, string? end) =>
        (after is null || string.CompareOrdinal(id, after) > 0) && (end is null || string.CompareOrdinal(id, end) <= 0);
}

/// <summary>Rows in id order; <c>End</c> is the id after which the next page begins, null when this one is the last.</summary>
internal sealed record RowPage(List<StoredRow> Rows, string? End);
