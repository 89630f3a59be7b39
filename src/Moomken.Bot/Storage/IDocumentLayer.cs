namespace Moomken.Bot.Storage;

/// <summary>A document with its version. In an overlay <paramref name="Document"/> is null when it was deleted; its version is then 0.</summary>
public sealed record StoredDocument<T>(string Id, T? Document, long Version)
    where T : class;

/// <summary>
/// Documents as they stand at one moment: what is committed, or that with changes laid over it. Scans are lazy and in
/// ordinal order of the ids; they are read to the end or disposed before the next call.
/// </summary>
public interface IDocumentLayer
{
    /// <summary>Null when there is no such document.</summary>
    StoredDocument<T>? Get<T>(DocumentKind<T> kind, string id)
        where T : class;

    /// <summary>0 when there is no such document.</summary>
    long Version<T>(DocumentKind<T> kind, string id)
        where T : class;

    /// <summary>The same, asked only to raise it. A layer that would have to travel for the answer may take a new id to be new, if the commit fails when it is not.</summary>
    long VersionBeforePut<T>(DocumentKind<T> kind, string id)
        where T : class
        => Version(kind, id);

    IEnumerable<StoredDocument<T>> Scan<T>(DocumentKind<T> kind, string? after)
        where T : class;

    IEnumerable<StoredDocument<T>> Find<T>(DocumentKind<T> kind, DocumentIndex<T> index, string key, string? after)
        where T : class;
}

/// <summary>Is shown each changed document once, in its last state; a null document is a deletion.</summary>
public interface IDocumentVisitor
{
    void Changed<T>(DocumentKind<T> kind, StoredDocument<T> document)
        where T : class;
}
