using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Moomken.Bot.Messages;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Outbox;

/// <summary>
/// The sent log and the queues that it speaks of, kept in step: no entry may fall between a queue that is asked what it
/// still needs and the emptying of the log. Thread-safe.
/// </summary>
internal sealed class SentNotes(ISentLog log, TimeProvider time, ILogger logger)
{
    private readonly Lock gate = new();

    /// <summary>Messages of which an attempt was on its way when the last run ended; each is looked into once.</summary>
    private readonly ConcurrentDictionary<string, bool> interrupted = new(log.Began.Select(key => KeyValuePair.Create(key, true)), StringComparer.Ordinal);

    private DateTimeOffset? partBegan;

    public IReadOnlyDictionary<string, string?> SentBefore => log.Recovered;

    public void Interrupted(IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            interrupted.TryAdd(key, true);
        }
    }

    public bool WasInterrupted(OutboundMessage message) => interrupted.ContainsKey(message.Key);

    /// <summary>Left over from the last run as sent or on its way: the log is needed until it was looked into.</summary>
    public bool IsLeftOver(OutboundMessage message) => WasInterrupted(message) || log.Recovered.ContainsKey(message.Key);

    public void Begin(SendQueue queue, OutboundMessage message)
    {
        lock (gate)
        {
            interrupted.TryRemove(message.Key, out _);
            queue.Open(message, time.GetUtcNow());
            Write(queue, () => log.Begin(message.Key));
        }
    }

    /// <summary>What became of the attempt is in the documents, or it is known not to have left.</summary>
    public void End(SendQueue queue, OutboundMessage message)
    {
        lock (gate)
        {
            interrupted.TryRemove(message.Key, out _);
            queue.Close(message);
            Write(queue, () => log.End(message.Key));
        }
    }

    public void Sent(SendQueue queue, OutboundMessage message, string? providerId, Action<DateTimeOffset> settle)
    {
        lock (gate)
        {
            Write(queue, () => log.Append(message.Key, providerId));
            settle(time.GetUtcNow());
        }
    }

    /// <summary>The documents say that the message was sent.</summary>
    public void Filed(SendQueue queue, OutboundMessage message)
    {
        lock (gate)
        {
            queue.Close(message);
        }
    }

    /// <summary>Empties the log, or its older part, when the documents say all that it says, and makes the rest last.</summary>
    public void Forget(ICollection<SendQueue> queues)
    {
        lock (gate)
        {
            if (!NeedsLog(queues, DateTimeOffset.MaxValue))
            {
                log.Settled();
                partBegan = null;
            }
            else if (partBegan is null)
            {
                // On a busy day there is no moment at which all is settled; what is older than this one will be soon.
                log.BeginPart();
                partBegan = time.GetUtcNow() + TimeSpan.FromTicks(1);
            }
            else if (!NeedsLog(queues, partBegan.Value))
            {
                log.ForgetOlderPart();
                partBegan = null;
            }
        }

        log.Flush();
    }

    private static bool NeedsLog(ICollection<SendQueue> queues, DateTimeOffset before) => queues.Any(queue => queue.NeedsLog(before));

    /// <summary>
    /// Sent is sent: trying again because our disk is full would send it every two seconds. If the process dies before the
    /// conversation is written, it goes out once more.
    /// </summary>
    private void Write(SendQueue queue, Action write)
    {
        try
        {
            write();
        }
        catch (StoreUnavailableException)
        {
            logger.LogWarning("What became of a message on {Channel} could not be noted in the sent log.", queue.Address.Channel);
        }
    }
}
