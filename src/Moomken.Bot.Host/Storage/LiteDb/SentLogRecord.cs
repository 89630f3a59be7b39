using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>What an entry says of its message.</summary>
internal enum SentLogKind : byte
{
    SentWithoutId,
    Sent,
    Began,
    Ended,
}

/// <summary>
/// One entry: 4 bytes length of the rest, 8 bytes XxHash3 of it, 4 bytes length of the message id, the id, one byte of
/// <see cref="SentLogKind"/>, and a text: the provider's id, or the place of an attempt's begin or end in their order.
/// </summary>
internal sealed record SentLogRecord(string MessageId, SentLogKind Kind, string Text)
{
    private const int Header = 12;

    public string? ProviderId => Kind == SentLogKind.Sent ? Text : null;

    /// <summary>The two files change their roles, so the order of begins and ends is not that of the files. 0 for other kinds.</summary>
    public long Place => Kind >= SentLogKind.Began && long.TryParse(Text, out var place) ? place : 0;

    public static SentLogRecord Sent(string messageId, string? providerId) =>
        new(messageId, providerId is null ? SentLogKind.SentWithoutId : SentLogKind.Sent, providerId ?? "");

    public static SentLogRecord Attempt(string messageId, SentLogKind kind, long place) => new(messageId, kind, place.ToString());

    public byte[] ToBytes()
    {
        var id = Encoding.UTF8.GetBytes(MessageId);
        var text = Encoding.UTF8.GetBytes(Text);
        var record = new byte[Header + 4 + id.Length + 1 + text.Length];
        var body = record.AsSpan(Header);
        BinaryPrimitives.WriteInt32LittleEndian(body, id.Length);
        id.CopyTo(body[4..]);
        body[4 + id.Length] = (byte)Kind;
        text.CopyTo(body[(5 + id.Length)..]);
        BinaryPrimitives.WriteInt32LittleEndian(record, body.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(4), XxHash3.HashToUInt64(body));
        return record;
    }

    /// <summary>The entries up to the first that is torn, and where that one begins.</summary>
    public static List<SentLogRecord> ReadAll(ReadOnlySpan<byte> log, out int length)
    {
        var entries = new List<SentLogRecord>();
        length = 0;
        while (Body(log[length..]) is { IsEmpty: false } body)
        {
            var idLength = BinaryPrimitives.ReadInt32LittleEndian(body);
            var id = Encoding.UTF8.GetString(body.Slice(4, idLength));
            entries.Add(new SentLogRecord(id, (SentLogKind)body[4 + idLength], Encoding.UTF8.GetString(body[(5 + idLength)..])));
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
