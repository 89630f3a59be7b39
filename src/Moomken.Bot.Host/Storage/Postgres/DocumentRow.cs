namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>Which document, of whatever kind.</summary>
internal readonly record struct DocumentKey(string Kind, string Id) : IComparable<DocumentKey>
{
    public int CompareTo(DocumentKey other) =>
        string.CompareOrdinal(Kind, other.Kind) is var order and not 0 ? order : string.CompareOrdinal(Id, other.Id);
}

/// <summary>A document as it lies in the table.</summary>
/// <param name="Key">Which document.</param>
/// <param name="Version">0 when it was deleted.</param>
/// <param name="Body">Sealed JSON; null when the document was deleted.</param>
/// <param name="Keys">Keyed hashes; null when the kind has no index.</param>
/// <param name="Outbox">The account whose sender has something to send; null when nothing is pending.</param>
/// <param name="Due">When to look at the conversation's timers, at the latest.</param>
internal sealed record DocumentRow(DocumentKey Key, long Version, byte[]? Body, string[]? Keys = null, string? Outbox = null, DateTime? Due = null);

/// <summary>What the database is known to hold of a document.</summary>
internal sealed class KnownDocument
{
    public static readonly KnownDocument Absent = new();

    /// <summary>0 when there is none.</summary>
    public long Version { get; init; }

    public long Stamp { get; init; }

    /// <summary>Our transaction holds its row, so it cannot change before we commit.</summary>
    public bool Locked { get; init; }

    /// <summary>Nobody looked: a new id is taken to be new, and the commit fails if it is not.</summary>
    public bool Assumed { get; init; }

    /// <summary>Null once it was opened.</summary>
    public byte[]? Body { get; set; }

    /// <summary>The <c>StoredDocument</c>; null until it is asked for.</summary>
    public object? Stored { get; set; }
}
