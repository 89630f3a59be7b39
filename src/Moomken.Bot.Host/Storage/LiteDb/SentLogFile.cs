using Moomken.Bot.Host.Storage.Disk;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// The sent log in the files <c>sent.log</c> and <c>sent.2.log</c>: one is written, the other holds the older part until it may
/// be forgotten, and then they change places. An entry is in the kernel's hands when <see cref="Append"/> returns, so it
/// survives the process; <see cref="Flush"/> puts it on disk.
/// Thread-safe.
/// </summary>
public sealed class SentLogFile : ISentLog, IDisposable
{
    public const string FileName = "sent.log";
    public const string SecondFileName = "sent.2.log";

    private readonly Lock gate = new();
    private readonly string place;
    private SentLogPart written;
    private SentLogPart older;

    private SentLogFile(IDisk disk)
    {
        place = disk.Place;
        written = new SentLogPart(disk.Open(FileName));
        older = new SentLogPart(disk.Open(SecondFileName));
        Recovered = new Dictionary<string, string?>(older.Recovered.Concat(written.Recovered.Where(entry => !older.Recovered.ContainsKey(entry.Key))), StringComparer.Ordinal);
    }

    public IReadOnlyDictionary<string, string?> Recovered { get; }

    /// <summary>Opens the log in a data folder that this process has taken. Throws <see cref="StoreUnavailableException"/>.</summary>
    public static SentLogFile Open(string dataDirectory) => Open(new FolderDisk(dataDirectory));

    internal static SentLogFile Open(IDisk disk)
    {
        try
        {
            return new SentLogFile(disk);
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
        Change(() => written.Append(record));
    }

    public void Settled() => Change(() =>
    {
        written.Clear();
        older.Clear();
    });

    public void BeginPart()
    {
        lock (gate)
        {
            if (older.IsEmpty)
            {
                (written, older) = (older, written);
            }
        }
    }

    public void ForgetOlderPart() => Change(() => older.Clear());

    /// <summary>Does not throw: the next commit meets the same disk and says so. What was not flushed is tried again with the next round.</summary>
    public void Flush()
    {
        lock (gate)
        {
            try
            {
                written.Flush();
                older.Flush();
            }
            catch (IOException)
            {
                // Tried again with the next round; at worst a message is sent a second time after a power cut.
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            written.Dispose();
            older.Dispose();
        }
    }

    private void Change(Action change)
    {
        lock (gate)
        {
            try
            {
                change();
            }
            catch (IOException error)
            {
                throw StoreFault.Describe(error, place);
            }
        }
    }
}
