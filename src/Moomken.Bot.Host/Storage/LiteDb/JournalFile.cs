using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Moomken.Bot.Host.Storage.Disk;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// One of the journal's two files: frames one after the other, all of one generation. A frame is 8 bytes generation, 4
/// bytes length, 4 bytes unused, 8 bytes XxHash3 seeded with generation and place, then its rows. A new generation is
/// written over an older one in place, so what lies behind its last frame is of no meaning.
/// </summary>
internal sealed class JournalFile(IDiskFile file) : IDisposable
{
    private const int HeaderSize = 24;

    private readonly MemoryStream pending = new(64 * 1024);
    private long durable;

    /// <summary>0 until a frame was found or a generation begun.</summary>
    public long Generation { get; private set; }

    /// <summary>Bytes that are durable or waiting to be.</summary>
    public long Length => durable + pending.Length;

    /// <summary>Reads what can be trusted: the frames up to the first that is not whole.</summary>
    public List<StoredRow> Read()
    {
        var rows = new List<StoredRow>();
        Span<byte> header = stackalloc byte[HeaderSize];
        while (file.Read(header, durable) == HeaderSize && Frame(header) is { } frame)
        {
            ReadRows(frame, rows);
            durable += HeaderSize + frame.Length;
        }

        return rows;
    }

    /// <summary>Cuts off what is not whole: after a kill it could look whole again behind a frame of the same length.</summary>
    public void CutOff()
    {
        if (file.Length > durable)
        {
            file.SetLength(durable);
        }

        file.Flush();
    }

    /// <summary>From here on the file holds this generation; what it held is given up.</summary>
    public void Begin(long generation)
    {
        (Generation, durable) = (generation, 0);
        pending.SetLength(0);
    }

    public void Add(IReadOnlyList<StoredRow> rows)
    {
        var start = (int)pending.Length;
        pending.Position = start + HeaderSize;
        using (var writer = new BinaryWriter(pending, Encoding.UTF8, leaveOpen: true))
        {
            foreach (var row in rows)
            {
                row.WriteTo(writer);
            }
        }

        var frame = pending.GetBuffer().AsSpan(start, (int)pending.Length - start);
        BinaryPrimitives.WriteInt64LittleEndian(frame, Generation);
        BinaryPrimitives.WriteInt64LittleEndian(frame[8..], frame.Length - HeaderSize);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[16..], Hash(frame[HeaderSize..], Generation, durable + start));
    }

    /// <summary>Returns when all added frames are on disk.</summary>
    public void Flush()
    {
        file.Write(pending.GetBuffer().AsSpan(0, (int)pending.Length), durable);
        file.Flush();
        durable += pending.Length;
        pending.SetLength(0);
    }

    /// <summary>Takes back what was written and never became durable, so that a work that failed does not come back later.</summary>
    public void TakeBack()
    {
        pending.SetLength(0);
        CutOff();
    }

    /// <summary>Empties the file for good.</summary>
    public void Empty()
    {
        Begin(0);
        CutOff();
    }

    public void Dispose()
    {
        pending.Dispose();
        file.Dispose();
    }

    private byte[]? Frame(ReadOnlySpan<byte> header)
    {
        var generation = BinaryPrimitives.ReadInt64LittleEndian(header);
        var length = BinaryPrimitives.ReadInt64LittleEndian(header[8..]);
        if (generation <= 0 || (Generation != 0 && generation != Generation) || length <= 0 || length > file.Length - durable - HeaderSize)
        {
            return null;
        }

        var content = new byte[length];
        if (file.Read(content, durable + HeaderSize) < length
            || BinaryPrimitives.ReadUInt64LittleEndian(header[16..]) != Hash(content, generation, durable))
        {
            return null;
        }

        Generation = generation;
        return content;
    }

    private static void ReadRows(byte[] frame, List<StoredRow> rows)
    {
        using var reader = new BinaryReader(new MemoryStream(frame), Encoding.UTF8);
        while (reader.BaseStream.Position < frame.Length)
        {
            rows.Add(StoredRow.ReadFrom(reader));
        }
    }

    private static ulong Hash(ReadOnlySpan<byte> content, long generation, long place) =>
        XxHash3.HashToUInt64(content, unchecked(generation ^ (place * 0x5851F42D4C957F2D)));
}
