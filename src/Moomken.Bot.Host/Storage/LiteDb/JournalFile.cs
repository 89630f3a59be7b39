using Moomken.Bot.Host.Storage.Disk;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// One of the journal's two files: frames one after the other, all of one generation. A new generation is written over an
/// older one in place, so what lies behind its last frame is of no meaning.
/// </summary>
internal sealed class JournalFile(IDiskFile file, int number)
{
    // Room taken at once. On a full disk all writes fail then, instead of the few that happen to fit: whoever watches the
    // health sees one long trouble and not a hundred short ones.
    private const int Room = 1024 * 1024;

    private static readonly byte[] Zeros = new byte[64 * 1024];

    private long taken = file.Length;

    /// <summary>0 until a frame was found or a generation begun.</summary>
    public long Generation { get; private set; }

    /// <summary>Bytes that are durable.</summary>
    public long Durable { get; private set; }

    /// <summary>Finds what can be trusted: the frames up to the first that is not whole.</summary>
    public List<UnappliedRow> Scan()
    {
        var rows = new List<UnappliedRow>();
        Span<byte> header = stackalloc byte[JournalFrame.HeaderSize];
        while (file.Read(header, Durable) == header.Length && Content(header) is { } content)
        {
            rows.AddRange(JournalFrame.Read(content, Durable, number));
            Generation = JournalFrame.Header(header).Generation;
            Durable += header.Length + content.Length;
        }

        return rows;
    }

    /// <summary>Throws <see cref="IOException"/> when the bytes are not there.</summary>
    public byte[] Read(JournalPlace place)
    {
        var content = new byte[place.Length];
        return file.Read(content, place.Offset) == content.Length ? content : throw new IOException("The journal is shorter than it was.");
    }

    /// <summary>Cuts off what is not whole: after a kill it could look whole again behind a frame of the same length.</summary>
    public void CutOff()
    {
        if (file.Length > Durable)
        {
            file.SetLength(Durable);
        }

        taken = Durable;
        file.Flush();
    }

    /// <summary>From here on the file holds this generation; what it held is given up.</summary>
    public void Begin(long generation) => (Generation, Durable) = (generation, 0);

    /// <summary>Returns when the frames are on disk, behind those that are.</summary>
    public void Append(ReadOnlySpan<byte> frames)
    {
        TakeRoom(Durable + frames.Length);
        file.Write(frames, Durable);
        file.Flush();
        Durable += frames.Length;
    }

    /// <summary>Empties the file for good.</summary>
    public void Empty()
    {
        Begin(0);
        CutOff();
    }

    public void Close() => file.Dispose();

    private void TakeRoom(long end)
    {
        if (end <= taken)
        {
            return;
        }

        for (var next = taken; next < end + Room; next += Zeros.Length)
        {
            file.Write(Zeros, next);
        }

        taken = end + Room;
    }

    private byte[]? Content(ReadOnlySpan<byte> header)
    {
        var (generation, length) = JournalFrame.Header(header);
        if (generation <= 0 || (Generation != 0 && generation != Generation) || length <= 0 || length > file.Length - Durable - header.Length)
        {
            return null;
        }

        var content = new byte[length];
        return file.Read(content, Durable + header.Length) == length && JournalFrame.IsWhole(header, content, Durable) ? content : null;
    }
}
