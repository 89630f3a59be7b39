using Moomken.Bot.Host.Storage.Disk;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// The sent log in the file <c>sent.log</c>. An entry is in the kernel's hands when <see cref="Append"/> returns, so it
/// survives the process; <see cref="Flush"/> puts it on disk.
/// Thread-safe.
/// </summary>
public sealed class SentLogFile : ISentLog, IDisposable
{
    public const string FileName = "sent.log";

    private readonly Lock gate = new();
    private readonly IDiskFile file;
    private readonly string place;
    private long end;
    private bool unflushed;

    private SentLogFile(IDiskFile file, string place)
    {
        (this.file, this.place) = (file, place);
        var whole = new byte[file.Length];
        var entries = SentLogRecord.ReadAll(whole.AsSpan(0, file.Read(whole, 0)), out var length);
        Recovered = entries;
        end = length;
        if (file.Length > end)
        {
            file.SetLength(end);
        }
    }

    public IReadOnlyDictionary<string, string?> Recovered { get; }

    /// <summary>Opens the log in a data folder that this process has taken. Throws <see cref="StoreUnavailableException"/>.</summary>
    public static SentLogFile Open(string dataDirectory) => Open(new FolderDisk(dataDirectory));

    internal static SentLogFile Open(IDisk disk)
    {
        try
        {
            return new SentLogFile(disk.Open(FileName), disk.Place);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreFault.Describe(error, disk.Place);
        }
    }

    /// <summary>Throws <see cref="StoreUnavailableException"/> when the disk does not take it; the log stays whole.</summary>
    public void Append(string messageId, string? providerId)
    {
        var record = SentLogRecord.Of(messageId, providerId);
        lock (gate)
        {
            try
            {
                file.Write(record, end);
            }
            catch (IOException error)
            {
                throw StoreFault.Describe(error, place);
            }

            end += record.Length;
            unflushed = true;
        }
    }

    public long Length
    {
        get
        {
            lock (gate)
            {
                return end;
            }
        }
    }

    /// <summary>A process killed between the two writes has forgotten some: their messages may then be sent once more.</summary>
    public void Keep(IReadOnlySet<string> messageIds)
    {
        lock (gate)
        {
            try
            {
                var whole = new byte[end];
                var kept = SentLogRecord.ReadAll(whole.AsSpan(0, file.Read(whole, 0)), out _)
                    .Where(entry => messageIds.Contains(entry.Key))
                    .SelectMany(entry => SentLogRecord.Of(entry.Key, entry.Value))
                    .ToArray();
                file.SetLength(0);
                file.Write(kept, 0);
                end = kept.Length;
                unflushed = true;
            }
            catch (IOException error)
            {
                throw StoreFault.Describe(error, place);
            }
        }
    }

    public void Settled()
    {
        lock (gate)
        {
            try
            {
                file.SetLength(0);
            }
            catch (IOException error)
            {
                throw StoreFault.Describe(error, place);
            }

            end = 0;
            unflushed = true;
        }
    }

    /// <summary>Does not throw: the commit that follows meets the same disk and says so. What was not flushed is tried again with the next.</summary>
    public void Flush()
    {
        lock (gate)
        {
            if (!unflushed)
            {
                return;
            }

            try
            {
                file.Flush();
                unflushed = false;
            }
            catch (IOException)
            {
                // Tried again with the next commit; at worst a message is sent a second time after a power cut.
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            file.Dispose();
        }
    }
}
