using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Moomken.Bot.Conversations;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>Makes rows of documents and documents of rows. Thread-safe.</summary>
internal sealed class RowFormat(Vault vault, int maxBytes)
{
    /// <summary>
    /// Timers are looked for in steps of so long, and come from memory to the second within it: a column that changed with
    /// every turn would touch every index with every turn.
    /// </summary>
    public static readonly TimeSpan DueStep = TimeSpan.FromMinutes(10);

    // Arabic stays two bytes a letter instead of six; the JSON never meets a web page.
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    public DocumentRow Write<T>(DocumentKind<T> kind, StoredDocument<T> document)
        where T : class
    {
        var key = new DocumentKey(kind.Name, document.Id);
        var keys = kind.Indexes.Length == 0 ? null : document.Document is null ? [] : Keys(kind, document.Document);
        if (document.Document is not { } present)
        {
            return new DocumentRow(key, 0, null, keys);
        }

        var row = new DocumentRow(key, document.Version, Seal(kind, present), keys);
        return present is Conversation conversation ? row with { Outbox = OutboxOf(conversation), Due = DueOf(conversation) } : row;
    }

    public StoredDocument<T> Read<T>(DocumentKind<T> kind, string id, long version, byte[] body)
        where T : class
    {
        try
        {
            var document = JsonSerializer.Deserialize(vault.Open(body), kind.Json) ?? throw new JsonException("null");
            return new StoredDocument<T>(id, document, version);
        }
        catch (Exception error) when (error is CryptographicException or JsonException or NotSupportedException)
        {
            throw new StoreUnavailableException(
                $"The document {kind.Name}/{id} cannot be opened ({error.GetType().Name}): it was damaged, or was written by a newer version. Restore it from a backup.");
        }
    }

    /// <summary>The keyed hash under which a document is found.</summary>
    public string Hash(string kind, string index, string key) => vault.Lookup($"index {kind}/{index}", key);

    public string[] Keys<T>(DocumentKind<T> kind, T document)
        where T : class
        => [.. kind.Indexes.Select(index => (index.Name, Key: index.Key(document))).Where(found => found.Key is not null).Select(found => Hash(kind.Name, found.Name, found.Key!))];

    /// <summary>The name under which an account's outbox and lease are found.</summary>
    public static string Account(string channel, string account) => $"{channel}/{account}";

    private static string? OutboxOf(Conversation conversation) =>
        conversation.Pending.IsEmpty ? null : Account(conversation.Channel, conversation.Account);

    private static DateTime? DueOf(Conversation conversation) => conversation.Timers.IsDefaultOrEmpty
        ? null
        : new DateTime(conversation.Timers.Min(timer => timer.DueAt).UtcTicks / DueStep.Ticks * DueStep.Ticks, DateTimeKind.Utc);

    private byte[] Seal<T>(DocumentKind<T> kind, T document)
        where T : class
    {
        var json = buffer ??= new ArrayBufferWriter<byte>(64 * 1024);
        json.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(json, Relaxed))
        {
            JsonSerializer.Serialize(writer, document, kind.Json);
        }

        return json.WrittenCount <= maxBytes
            ? vault.Seal(json.WrittenSpan)
            : throw new ArgumentException($"A document of kind '{kind.Name}' is {json.WrittenCount} bytes long; the store takes {maxBytes}. Keep large contents in files.");
    }
}
