using System.Text;

namespace Moomken.Bot.Storage;

/// <summary>One work's transaction: its writes go into <paramref name="changes"/> and nowhere else.</summary>
public sealed class StoreTransaction(DocumentOverlay changes) : StoreReader(changes), IStoreTransaction
{
    /// <summary>UTF-8 bytes; LiteDB takes keys up to 1023 bytes and we put a prefix of 32 before ids in its index.</summary>
    public const int LongestId = 200;

    private static readonly UTF8Encoding Strict = new(false, true);

    public void Put<T>(DocumentKind<T> kind, T document, long? expectedVersion = null)
        where T : class
    {
        var id = Checked(kind.Name, kind.Id(document));
        var version = expectedVersion is null ? Documents.VersionBeforePut(kind, id) : Documents.Version(kind, id);
        if (expectedVersion is { } expected && expected != version)
        {
            throw new StoreConflictException(kind.Name, id);
        }

        changes.Set(kind, new StoredDocument<T>(id, document, version + 1));
    }

    public bool TryAdd<T>(DocumentKind<T> kind, T document)
        where T : class
    {
        var id = Checked(kind.Name, kind.Id(document));
        if (Documents.VersionBeforePut(kind, id) > 0)
        {
            return false;
        }

        changes.Set(kind, new StoredDocument<T>(id, document, 1));
        return true;
    }

    public void Delete<T>(DocumentKind<T> kind, string id)
        where T : class
    {
        if (Documents.Version(kind, id) > 0)
        {
            changes.Set(kind, new StoredDocument<T>(id, null, 0));
        }
    }

    // A half surrogate would become a replacement character on disk, and two ids would become one.
    private static string Checked(string kind, string id)
    {
        try
        {
            if (id.Length > 0 && !id.Contains('\0', StringComparison.Ordinal) && Strict.GetByteCount(id) <= LongestId)
            {
                return id;
            }
        }
        catch (EncoderFallbackException)
        {
            throw new ArgumentException($"An id of kind '{kind}' is not valid Unicode text.");
        }

        throw new ArgumentException($"An id of kind '{kind}' is empty, holds a NUL or is longer than {LongestId} bytes.");
    }
}
