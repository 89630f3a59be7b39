using System.Collections.Concurrent;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>
/// What the channels remember while they run, so that a second attempt is wiser than the first. Losing it costs a needless
/// attempt and nothing else. Thread-safe; each part forgets its oldest.
/// </summary>
public sealed class TwilioMemory(TimeProvider time)
{
    private readonly RecentPairs<string> accepted = new(20_000);
    private readonly RecentPairs<DateTimeOffset> closed = new(20_000);
    private readonly RecentPairs<bool> writtenOut = new(5_000);
    private readonly RecentPairs<int> halfSent = new(1_000);
    private readonly RecentPairs<Doubt> unanswered = new(5_000);

    /// <summary>Twilio's id belongs to this message of ours: another one that reads the same is not it.</summary>
    public void Accepted(string? sid, string messageId)
    {
        if (sid is not null)
        {
            accepted.Set(sid, messageId);
        }
    }

    public bool IsOfAnother(string sid, string messageId) => accepted.TryGet(sid, out var owner) && owner != messageId;

    /// <summary>Twilio says that this person has not written for 24 hours, whatever we believe.</summary>
    public void WindowClosed(string user) => closed.Set(user, time.GetUtcNow());

    public bool IsWindowClosed(string user, DateTimeOffset lastHeard) => closed.TryGet(user, out var since) && since >= lastHeard;

    /// <summary>The buttons of this message were refused: it goes out as plain text.</summary>
    public void WriteOut(string messageId) => writtenOut.Set(messageId, true);

    /// <summary>Of one that came back the message says it as well: the callback may have reached another node, or this one before a restart.</summary>
    public bool IsWrittenOut(OutboundMessage message) => message.LastFailure == TwilioErrors.ContentReason || writtenOut.TryGet(message.Id, out _);

    /// <summary>Parts of a long text that Twilio has already: the person must not read the beginning twice.</summary>
    public int PartsSent(string messageId) => halfSent.TryGet(messageId, out var parts) ? parts : 0;

    public void HasParts(string messageId, int parts)
    {
        if (parts == 0)
        {
            halfSent.Remove(messageId);
            return;
        }

        halfSent.Set(messageId, parts);
    }

    /// <summary>An attempt whose answer did not come.</summary>
    public void Unanswered(string messageId) => unanswered.Set(messageId, new Doubt(time.GetUtcNow(), OfThisRun: true));

    /// <summary>True when that attempt was made in this run: it is then known which part it was.</summary>
    public bool WasUnanswered(string messageId) => unanswered.TryGet(messageId, out var doubt) && doubt!.OfThisRun;

    /// <summary>
    /// How long ago it was. Of an attempt that this process did not make, how long ago it first asked: the one who made it may
    /// have died a moment before, on this machine or on another.
    /// </summary>
    public TimeSpan SinceUnanswered(string messageId)
    {
        var now = time.GetUtcNow();
        if (unanswered.TryGet(messageId, out var doubt))
        {
            return now - doubt!.At;
        }

        unanswered.Set(messageId, new Doubt(now, OfThisRun: false));
        return TimeSpan.Zero;
    }

    /// <summary>As many pairs as <paramref name="most"/>; then the oldest go.</summary>
    private sealed class RecentPairs<TValue>(int most)
    {
        private readonly ConcurrentDictionary<string, TValue> pairs = new(StringComparer.Ordinal);
        private readonly ConcurrentQueue<string> order = new();

        public bool TryGet(string key, out TValue? value) => pairs.TryGetValue(key, out value);

        public void Remove(string key) => pairs.TryRemove(key, out _);

        public void Set(string key, TValue value)
        {
            if (pairs.TryAdd(key, value))
            {
                order.Enqueue(key);
            }
            else
            {
                pairs[key] = value;
            }

            while (order.Count > most && order.TryDequeue(out var oldest))
            {
                pairs.TryRemove(oldest, out _);
            }
        }
    }

    private sealed record Doubt(DateTimeOffset At, bool OfThisRun);
}
