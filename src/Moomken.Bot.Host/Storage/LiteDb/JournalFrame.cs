using System.Buffers.Binary;
using System.Text;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// How the rows of one batch lie in the journal: 8 bytes generation, 8 bytes length, 8 bytes XxHash3 of the rows seeded
/// with generation and place, then the rows.
/// </summary>
internal static class JournalFrame
{
    public const int HeaderSize = 24;

    /// <summary>Appends a frame to <paramref name="target"/>, whose first byte will lie at <paramref name="start"/> of the file.</summary>
    public static void Write(MemoryStream target, long start, int file, long generation, IReadOnlyList<StoredRow> rows, Action<UnappliedRow> placed)
    {
        var begin = (int)target.Length;
        target.SetLength(begin + HeaderSize);
        target.Position = target.Length;
        using (var writer = new BinaryWriter(target, Encoding.UTF8, leaveOpen: true))
        {
            foreach (var row in rows)
            {
                placed(WriteRow(writer, start, file, row));
            }
        }

        var frame = target.GetBuffer().AsSpan(begin, (int)target.Length - begin);
        BinaryPrimitives.WriteInt64LittleEndian(frame, generation);
        BinaryPrimitives.WriteInt64LittleEndian(frame[8..], frame.Length - HeaderSize);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[16..], PlacedHash.Of(frame[HeaderSize..], generation, start + begin));
    }

    /// <summary>The rows of a frame that was found whole; <paramref name="start"/> is where its header begins in the file.</summary>
    public static IEnumerable<UnappliedRow> Read(byte[] content, long start, int file)
    {
        using var reader = new BinaryReader(new MemoryStream(content), Encoding.UTF8);
        while (reader.BaseStream.Position < content.Length)
        {
            yield return ReadRow(reader, start + HeaderSize, file);
        }
    }

    public static (long Generation, long Length) Header(ReadOnlySpan<byte> header) =>
        (BinaryPrimitives.ReadInt64LittleEndian(header), BinaryPrimitives.ReadInt64LittleEndian(header[8..]));

    public static bool IsWhole(ReadOnlySpan<byte> header, ReadOnlySpan<byte> content, long start) =>
        BinaryPrimitives.ReadUInt64LittleEndian(header[16..]) == PlacedHash.Of(content, Header(header).Generation, start);

    private static UnappliedRow WriteRow(BinaryWriter writer, long start, int file, StoredRow row)
    {
        writer.Write(row.Kind);
        writer.Write(row.Id);
        writer.Write(row.Version);
        writer.Write7BitEncodedInt(row.Keys.Length);
        foreach (var key in row.Keys)
        {
            writer.Write(key);
        }

        writer.Write(row.Sealed?.Length ?? -1);
        writer.Flush();
        var place = row.Sealed is null ? (JournalPlace?)null : new JournalPlace(file, start + writer.BaseStream.Position, row.Sealed.Length);
        writer.Write(row.Sealed ?? []);
        return new UnappliedRow(row.Kind, row.Id, row.Version, row.Keys, place);
    }

    private static UnappliedRow ReadRow(BinaryReader reader, long start, int file)
    {
        var (kind, id, version) = (reader.ReadString(), reader.ReadString(), reader.ReadInt64());
        var keys = new string[reader.Read7BitEncodedInt()];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = reader.ReadString();
        }

        var length = reader.ReadInt32();
        if (length < 0)
        {
            return new UnappliedRow(kind, id, version, keys, null);
        }

        var place = new JournalPlace(file, start + reader.BaseStream.Position, length);
        reader.BaseStream.Position += length;
        return new UnappliedRow(kind, id, version, keys, place);
    }
}
