using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// One entry: 4 bytes length of the rest, 8 bytes XxHash3 of it, 4 bytes length of the message id, the id, one byte that
/// tells whether a provider id follows, that id.
/// </summary>
internal static class SentLogRecord
{
    private const int Header = 12;

    public static byte[] Of(string messageId, string? providerId)
    {
        var id = Encoding.UTF8.GetBytes(messageId);
        var provider = Encoding.UTF8.GetBytes(providerId ?? "");
        var record = new byte[Header + 4 + id.Length + 1 + provider.Length];
        var body = record.AsSpan(Header);
        BinaryPrimitives.WriteInt32LittleEndian(body, id.Length);
        id.CopyTo(body[4..]);
        body[4 + id.Length] = providerId is null ? (byte)0 : (byte)1;
        provider.CopyTo(body[(5 + id.Length)..]);
        BinaryPrimitives.WriteInt32LittleEndian(record, body.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(4), XxHash3.HashToUInt64(body));
        return record;
    }

    /// <summary>The entries up to the first that is torn, and where that one begins.</summary>
    public static Dictionary<string, string?> ReadAll(ReadOnlySpan<byte> log, out int length)
    {
        var entries = new Dictionary<string, string?>(StringComparer.Ordinal);
        length = 0;
        while (Body(log[length..]) is { IsEmpty: false } body)
        {
            var idLength = BinaryPrimitives.ReadInt32LittleEndian(body);
            var id = Encoding.UTF8.GetString(body.Slice(4, idLength));
            entries[id] = body[4 + idLength] == 0 ? null : Encoding.UTF8.GetString(body[(5 + idLength)..]);
            length += Header + body.Length;
        }

        return entries;
    }

    private static ReadOnlySpan<byte> Body(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < Header)
        {
            return [];
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        if (length <= 0 || length > rest.Length - Header)
        {
            return [];
        }

        var body = rest.Slice(Header, length);
        return XxHash3.HashToUInt64(body) == BinaryPrimitives.ReadUInt64LittleEndian(rest[4..]) ? body : [];
    }
}
