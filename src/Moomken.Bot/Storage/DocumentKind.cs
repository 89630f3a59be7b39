using System.Text.Json.Serialization.Metadata;

namespace Moomken.Bot.Storage;

/// <summary>
/// One kind of stored document: its collection's name, how its id is read, how it is written, and the keys it can be
/// found by. Documents are immutable records: one handed to <c>Put</c> may be handed out again by <c>Get</c>, as it is.
/// </summary>
/// <param name="Name">Lower-case letters and underscores; the collection or table name.</param>
/// <param name="Id">Ids are ordinal strings of at most 200 UTF-8 bytes; kinds that grow with traffic use ids ordered in time. Ids are stored and shown as they are, so they name nobody; index keys are stored as keyed hashes.</param>
/// <param name="Json">Source-generated, so that writing costs microseconds and works without reflection.</param>
/// <param name="Indexes">Keys to find by. None on a kind that grows with every message: an index doubles the cost of its writes.</param>
public sealed record DocumentKind<T>(
    string Name,
    Func<T, string> Id,
    JsonTypeInfo<T> Json,
    params DocumentIndex<T>[] Indexes)
    where T : class;

/// <summary>A declared key: the documents for which <paramref name="Key"/> gives null are not in the index.</summary>
public sealed record DocumentIndex<T>(string Name, Func<T, string?> Key);
