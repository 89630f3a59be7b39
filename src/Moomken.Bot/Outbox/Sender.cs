using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Messages;
using Moomken.Bot.Rendering;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Outbox;

/// <summary>
/// Sends what conversations have pending, after it is durable: one message of a conversation at a time, the lanes by rank
/// and within a lane in order. What the provider has taken goes to the sent log at once and out of the conversation with
/// its next write; where reports come it becomes a <see cref="Delivery"/> instead.
/// </summary>
public sealed partial class Sender(
    IReadOnlyDictionary<string, IChannel> channels, ISentLog log, OutboxRecords records, RateTable rates, RetrySchedule schedule, TimeProvider time, ILogger<Sender> logger,
    FaultPoint? reached = null, INodes? several = null) : IDisposable
{
    /// <summary>Messages of one account on their way at once: a provider that hangs must not hold up another's. Enough to hide a provider's latency, few enough for one connection pool.</summary>
    public const int AtOnce = 48;

    /// <summary>How long a message that is on its way when the program stops may wait for its answer: without it nobody knows whether it arrived.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>How often the messages of a channel that is off are looked at.</summary>
    private static readonly TimeSpan WhileOff = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, SendQueue> queues = new(StringComparer.Ordinal);
    private readonly INodes nodes = several ?? OnlyNode.Instance;
    private readonly SentNotes notes = new(log, time, logger);

    /// <summary>By channel name: a channel has one account.</summary>
    private readonly FrozenDictionary<string, AccountLanes> accounts = channels.Values.ToFrozenDictionary(
        channel => channel.Name, channel => new AccountLanes(channel.Name, channel.Account, rates.Of(channel.Name), schedule, time));

    /// <summary>Conversations of channels that are off: their messages wait, and expire in the end.</summary>
    private readonly AccountLanes off = new("off", "", SendRates.Unlimited, schedule, time);

    private readonly Delays delays = new(time);
    private long sent;
    private long repeated;

    /// <summary>Messages sent since the start, for metrics.</summary>
    public long Sent => Interlocked.Read(ref sent);

    /// <summary>Attempts since the start that were made although an earlier one of the same message may have reached the person.</summary>
    public long Repeated => Interlocked.Read(ref repeated);

    /// <summary>How each account stands.</summary>
    public IReadOnlyList<AccountState> Accounts() => [.. accounts.Values.Select(account => account.State())];

    /// <summary>What waits, counted by going through all of it: for health and metrics, every few seconds. Nothing where another node sends: there it is counted.</summary>
    public OutboxCounts Count()
    {
        var counts = new OutboxCounts();
        foreach (var queue in queues.Values.Where(IsOfThisTerm))
        {
            queue.CountInto(counts);
        }

        return counts;
    }

    public void Dispose()
    {
        foreach (var account in accounts.Values.Append(off))
        {
            account.Dispose();
        }
    }

    private bool IsFollowed(string channel) => channels.TryGetValue(channel, out var found) && found.ReportsWithin > TimeSpan.Zero;

    private AccountLanes AccountOf(string channel) => accounts.GetValueOrDefault(channel, off);

    /// <summary>An SMS is paid for, and limited, in parts: those of its text with the choices that are written under it.</summary>
    private int CostOf(OutboundMessage message, string channel) =>
        channels.TryGetValue(channel, out var found) && found.Profile.Segments
            ? Math.Max(1, NumberedText.Render(message, found.Profile).Parts.Sum(part => SmsSegments.Count(part).Segments))
            : 1;
}
