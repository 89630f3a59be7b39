using System.Collections.Concurrent;
using System.Collections.Immutable;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>
/// Callers that want the answer in the response itself (delivery mode expectReplies). The message is sent as any other, by the
/// outbox; only that it is handed to the waiting caller instead of the connector. Thread-safe.
/// </summary>
public sealed class ExpectedReplies(TimeProvider time)
{
    /// <summary>The connector waits about 15 s.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<ChannelAddress, Waiter> waiting = new();
    private readonly TimeProvider clock = time;

    /// <summary>Null when somebody waits for this chat already; dispose it when the answer is written.</summary>
    public Waiter? Expect(ChannelAddress chat)
    {
        var waiter = new Waiter(this, chat);
        return waiting.TryAdd(chat, waiter) ? waiter : null;
    }

    /// <summary>Hands a message over. Null when nobody waits; false when the caller was gone before it was written.</summary>
    internal Task<bool>? TryHand(ChannelAddress chat, ImmutableArray<ReadOnlyMemory<byte>> activities) =>
        waiting.TryRemove(chat, out var waiter) ? waiter.Take(activities) : null;

    /// <summary>One waiting caller.</summary>
    public sealed class Waiter(ExpectedReplies owner, ChannelAddress chat) : IDisposable
    {
        private readonly TaskCompletionSource<ImmutableArray<ReadOnlyMemory<byte>>> replies = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<bool> written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>The activities of the next message to the chat; none when there is none in time.</summary>
        internal async Task<ImmutableArray<ReadOnlyMemory<byte>>> NextAsync()
        {
            try
            {
                return await replies.Task.WaitAsync(Patience, owner.clock);
            }
            catch (TimeoutException)
            {
                // Taken away while we gave up: then it is on its way here.
                return owner.waiting.TryRemove(KeyValuePair.Create(chat, this)) ? [] : await replies.Task;
            }
        }

        /// <summary>The response is out, so the message is sent.</summary>
        public void Written() => written.TrySetResult(true);

        public void Dispose()
        {
            owner.waiting.TryRemove(KeyValuePair.Create(chat, this));
            written.TrySetResult(false);
        }

        internal Task<bool> Take(ImmutableArray<ReadOnlyMemory<byte>> activities)
        {
            replies.TrySetResult(activities);
            return written.Task;
        }
    }
}
