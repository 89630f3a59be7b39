using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// A document as it lies in the file: <c>_id</c>, <c>v</c> version, <c>d</c> sealed JSON, and <c>k</c> keys where the
/// kind has indexes. A key is a keyed hash followed by the id: equal keys lie together in id order, and the file tells
/// nobody what they are. Ids lie there as they are. Owner thread only, since it reuses its buffers.
/// </summary>
internal sealed class DocumentFormat(Vault vault, int maxBytes)
{
    // U+FFFF is no character, so no id that is text comes after it.
    private const string AfterAllIds = "\uffff";

    // Arabic stays two bytes a letter instead of six; the JSON never meets a web page.
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> buffer = new(64 * 1024);

    public StoredRow Write<T>(DocumentKind<T> kind, StoredDocument<T> document)
        where T : class
    {
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            JsonSerializer.Serialize(json, document.Document!, kind.Json);
        }

        if (buffer.WrittenCount > maxBytes)
        {
            throw new ArgumentException($"A document of kind '{kind.Name}' is {buffer.WrittenCount} bytes long; the store takes {maxBytes}. Keep large contents in files.");
        }

        return new StoredRow(kind.Name, document.Id, document.Version, vault.Seal(buffer.WrittenSpan), Keys(kind, document.Id, document.Document!));
    }

    public StoredDocument<T> Read<T>(DocumentKind<T> kind, StoredRow row)
        where T : class
    {
        try
        {
            var plain = vault.Open(row.Sealed);
            var document = JsonSerializer.Deserialize(plain, kind.Json) ?? throw new System.Text.Json.JsonException("null");
            return new StoredDocument<T>(row.Id, document, row.Version);
        }
        catch (Exception error) when (error is CryptographicException or System.Text.Json.JsonException or NotSupportedException)
        {
            throw new StoreUnavailableException(
                $"The document {kind.Name}/{row.Id} cannot be opened ({error.GetType().Name}): it was damaged, or was written by a newer version. Restore it from a backup.");
        }
    }

    /// <summary>The lowest and highest index keys of the documents with this key and an id after <paramref name="after"/>.</summary>
    public (string From, string To) Range(string kind, string index, string key, string? after)
    {
        var prefix = Prefix(kind, index, key);
        return (after is null ? prefix : prefix + after + '\0', prefix + AfterAllIds);
    }

    private string[] Keys<T>(DocumentKind<T> kind, string id, T document)
        where T : class
    {
        if (kind.Indexes.Length == 0)
        {
            return [];
        }

        var keys = new List<string>(kind.Indexes.Length);
        foreach (var index in kind.Indexes)
        {
            if (index.Key(document) is { } key)
            {
                keys.Add(Prefix(kind.Name, index.Name, key) + id);
            }
        }

        return [.. keys];
    }

    private string Prefix(string kind, string index, string key) => vault.Lookup($"index {kind}/{index}", key);
}
