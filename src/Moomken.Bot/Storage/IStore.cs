namespace Moomken.Bot.Storage;

/// <summary>
/// The one store: documents in transactions. <c>WriteAsync</c> completes only when the whole of the work is durable
/// (it would survive a power cut), or fails with nothing written. Works run one after another as if alone; a work may be
/// run again after a conflict, so it must have no effect but on its transaction, and it must not wait for anything.
/// </summary>
public interface IStore : IAsyncDisposable
{
    /// <summary>Throws <see cref="StoreUnavailableException"/> when the store cannot write (disk full, closing).</summary>
    Task<TResult> WriteAsync<TResult>(Func<IStoreTransaction, TResult> work, CancellationToken cancellation = default);

    /// <summary>
    /// The same for a work about one conversation. Works of a conversation are run in the order in which they were handed in, and a store
    /// that has to travel fetches the conversation, and what its last work asked for, beforehand.
    /// </summary>
    Task<TResult> WriteAsync<TResult>(string conversation, Func<IStoreTransaction, TResult> work, CancellationToken cancellation = default)
        => WriteAsync(work, cancellation);

    /// <summary>Sees only what is committed. Short: 20 ms at most, page by page.</summary>
    Task<TResult> ReadAsync<TResult>(Func<IStoreReader, TResult> work, CancellationToken cancellation = default);
}

public interface IStoreReader
{
    T? Get<T>(DocumentKind<T> kind, string id)
        where T : class;

    /// <summary>Documents whose index <paramref name="index"/> has <paramref name="key"/>, in id order, after <paramref name="after"/>.</summary>
    IReadOnlyList<T> Find<T>(DocumentKind<T> kind, string index, string key, int limit, string? after = null)
        where T : class;

    /// <summary>All documents of a kind in id order, after <paramref name="after"/>.</summary>
    IReadOnlyList<T> Scan<T>(DocumentKind<T> kind, int limit, string? after = null)
        where T : class;

    /// <summary>The number that the next <c>Put</c> of this document raises by one; 0 when there is none.</summary>
    long Version<T>(DocumentKind<T> kind, string id)
        where T : class;
}

public interface IStoreTransaction : IStoreReader
{
    /// <summary>Writes the document. With <paramref name="expectedVersion"/>, throws <see cref="StoreConflictException"/> when another came between (0: must not exist).</summary>
    void Put<T>(DocumentKind<T> kind, T document, long? expectedVersion = null)
        where T : class;

    /// <summary>
    /// Writes a document whose id nobody has as a rule; false, with nothing written, when there is one. A store that has to travel does not ask
    /// beforehand: should somebody have it after all, the commit fails and the work is run again, knowing it.
    /// </summary>
    bool TryAdd<T>(DocumentKind<T> kind, T document)
        where T : class
    {
        if (Get(kind, kind.Id(document)) is not null)
        {
            return false;
        }

        Put(kind, document);
        return true;
    }

    void Delete<T>(DocumentKind<T> kind, string id)
        where T : class;
}

/// <summary>The document changed since it was read.</summary>
public sealed class StoreConflictException(string kind, string id)
    : Exception($"The document {kind}/{id} was changed by someone else. Read it again and repeat the change.");

/// <summary>The store cannot take this now; nothing of the work was written. The message says how to mend it.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True when another process holds the data: whoever only wants to ask may ask that one.</summary>
    public bool InUse { get; init; }

    /// <summary>True when it may pass by itself, as while a database starts: whoever starts the service tries again.</summary>
    public bool MayPass { get; init; }
}
