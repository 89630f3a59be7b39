using System.Collections.Concurrent;
using System.Threading.Channels;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>
/// Courtesies beside the replies, never repeated and given up when too many wait: the sign of typing when an answer takes
/// longer than a moment, and the notice to a group that incidents belong into a private chat.
/// </summary>
public sealed class TypingSigns(Connector connector, TimeProvider time, ChannelCounters counters) : BackgroundService
{
    public const int MostWaiting = 1024;

    /// <summary>Most answers leave within milliseconds; a sign before each would double the calls.</summary>
    public static readonly TimeSpan After = TimeSpan.FromSeconds(1);

    /// <summary>A group that keeps naming us is told no more often.</summary>
    public static readonly TimeSpan NoticeEvery = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<ChannelAddress, object> unanswered = new();
    private readonly ConcurrentDictionary<ChannelAddress, DateTimeOffset> told = new();
    private readonly Channel<Courtesy> waiting = Channel.CreateBounded<Courtesy>(MostWaiting);

    /// <summary>Somebody waits for an answer from now on. Returns at once.</summary>
    internal void Began(ChannelAddress chat, Recipient to)
    {
        var mark = new object();
        if (ChannelFeatures.Of(to.ChannelId).Typing && unanswered.TryAdd(chat, mark) && !Offer(new Courtesy(to, ActivityWriter.Typing(to), time.GetUtcNow() + After, chat, mark)))
        {
            unanswered.TryRemove(chat, out _);
        }
    }

    /// <summary>The answer leaves now.</summary>
    public void Ended(ChannelAddress chat) => unanswered.TryRemove(chat, out _);

    /// <summary>At most once an hour for each group, in both languages: who reads there is not known.</summary>
    internal void SayPrivateOnly(ChannelAddress group, Recipient to, string words)
    {
        var now = time.GetUtcNow();
        foreach (var old in told.Where(entry => now - entry.Value >= NoticeEvery))
        {
            told.TryRemove(old);
        }

        if (told.Count < MostWaiting && told.TryAdd(group, now))
        {
            Offer(new Courtesy(to, ActivityWriter.Notice(to, words), now, null, null));
        }
    }

    /// <summary>In order of their time: every sign waits equally long.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var courtesy in waiting.Reader.ReadAllAsync(stoppingToken))
        {
            if (courtesy.DueAt - time.GetUtcNow() is { Ticks: > 0 } rest)
            {
                await Task.Delay(rest, time, stoppingToken);
            }

            // Answered meanwhile, or answered and asked again: then another sign waits for that.
            if (courtesy.Chat is null || unanswered.TryRemove(KeyValuePair.Create(courtesy.Chat, courtesy.Mark!)))
            {
                var answer = await connector.PostAsync(courtesy.To, courtesy.Activity, stoppingToken);
                counters.Courtesy(BotFrameworkChannel.ChannelName, answer.Status is >= 200 and < 300 ? "sent" : "failed");
            }
        }
    }

    private bool Offer(Courtesy courtesy)
    {
        if (waiting.Writer.TryWrite(courtesy))
        {
            return true;
        }

        counters.Courtesy(BotFrameworkChannel.ChannelName, "full");
        return false;
    }

    private sealed record Courtesy(Recipient To, ReadOnlyMemory<byte> Activity, DateTimeOffset DueAt, ChannelAddress? Chat, object? Mark);
}
