using Moomken.Bot.Host.Storage.Disk;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>One of the two files of the sent log. Not thread-safe; every member may throw <see cref="IOException"/>.</summary>
internal sealed class SentLogPart : IDisposable
{
    private readonly IDiskFile file;
    private long end;
    private bool unflushed;

    /// <summary>Reads the entries and cuts off one that is torn.</summary>
    public SentLogPart(IDiskFile file)
    {
        this.file = file;
        Recovered = ReadAll(file.Length, out end);
        if (file.Length > end)
        {
            file.SetLength(end);
        }
    }

    public IReadOnlyList<SentLogRecord> Recovered { get; }

    public bool IsEmpty => end == 0;

    /// <summary>The entries of this moment.</summary>
    public IReadOnlyList<SentLogRecord> ReadAll() => ReadAll(end, out _);

    public void Append(SentLogRecord record)
    {
        var bytes = record.ToBytes();
        file.Write(bytes, end);
        end += bytes.Length;
        unflushed = true;
    }

    public void Clear()
    {
        if (IsEmpty)
        {
            return;
        }

        file.SetLength(0);
        end = 0;
        unflushed = true;
    }

    public void Flush()
    {
        if (unflushed)
        {
            file.Flush();
            unflushed = false;
        }
    }

    public void Dispose() => file.Dispose();

    private IReadOnlyList<SentLogRecord> ReadAll(long length, out long whole)
    {
        var bytes = new byte[length];
        var entries = SentLogRecord.ReadAll(bytes.AsSpan(0, file.Read(bytes, 0)), out var read);
        whole = read;
        return entries;
    }
}
