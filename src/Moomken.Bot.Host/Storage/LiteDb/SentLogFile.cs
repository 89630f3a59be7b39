using System.Collections.Frozen;
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
    private long lastPlace;

    private SentLogFile(IDisk disk)
    {
        place = disk.Place;
        written = new SentLogPart(disk.Open(FileName));
        older = new SentLogPart(disk.Open(SecondFileName));
        var entries = older.Recovered.Concat(written.Recovered).ToList();
        var sent = entries.Where(entry => entry.Kind is SentLogKind.Sent or SentLogKind.SentWithoutId);
        Recovered = sent.GroupBy(entry => entry.MessageId).ToDictionary(entry => entry.Key, entry => entry.Last().ProviderId, StringComparer.Ordinal);
        Began = Unended(entries).Where(id => !Recovered.ContainsKey(id)).ToFrozenSet(StringComparer.Ordinal);
        lastPlace = entries.Select(entry => entry.Place).DefaultIfEmpty().Max();
    }

    public IReadOnlyDictionary<string, string?> Recovered { get; }

    public IReadOnlySet<string> Began { get; }

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
    public void Append(string messageId, string? providerId) => Change(() => written.Append(SentLogRecord.Sent(messageId, providerId)));

    /// <summary>Throws <see cref="StoreUnavailableException"/> when the disk does not take it; the log stays whole.</summary>
    public void Begin(string messageId) => Change(() => written.Append(SentLogRecord.Attempt(messageId, SentLogKind.Began, ++lastPlace)));

    /// <summary>Throws <see cref="StoreUnavailableException"/> when the disk does not take it; the log stays whole.</summary>
    public void End(string messageId) => Change(() => written.Append(SentLogRecord.Attempt(messageId, SentLogKind.Ended, ++lastPlace)));

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

    /// <summary>Does not throw: the commit that follows meets the same disk and says so. What was not flushed is tried again with the next.</summary>
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
                // Tried again with the next flush; at worst a message is sent a second time after a power cut.
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

    /// <summary>What the provider has taken and no document says yet, for a backup. Throws <see cref="StoreUnavailableException"/>.</summary>
    public IReadOnlyList<string> SentNow()
    {
        IEnumerable<SentLogRecord> entries = [];
        Change(() => entries = [.. older.ReadAll(), .. written.ReadAll()]);
        return [.. entries.Where(entry => entry.Kind is SentLogKind.Sent or SentLogKind.SentWithoutId).Select(entry => entry.MessageId).Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Unended(IEnumerable<SentLogRecord> entries) =>
        from entry in entries
        where entry.Kind is SentLogKind.Began or SentLogKind.Ended
        group entry by entry.MessageId into attempts
        where attempts.MaxBy(entry => entry.Place)!.Kind == SentLogKind.Began
        select attempts.Key;

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
