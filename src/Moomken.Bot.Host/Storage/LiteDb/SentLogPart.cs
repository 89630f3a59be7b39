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
        var whole = new byte[file.Length];
        Recovered = SentLogRecord.ReadAll(whole.AsSpan(0, file.Read(whole, 0)), out var length);
        end = length;
        if (file.Length > end)
        {
            file.SetLength(end);
        }
    }

    public IReadOnlyList<SentLogRecord> Recovered { get; }

    public bool IsEmpty => end == 0;

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
}
