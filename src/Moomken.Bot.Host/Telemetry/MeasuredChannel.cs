using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Messages;
using Moomken.Bot.Telemetry;

namespace Moomken.Bot.Host.Telemetry;

/// <summary>A channel whose sends are counted and timed. Everything else is the channel's own.</summary>
internal sealed class MeasuredChannel(IChannel channel, TimeProvider time) : IChannel
{
    private static readonly string[] Lanes = Enum.GetNames<Lane>();

    public string Name => channel.Name;

    public string Account => channel.Account;

    public ChannelProfile Profile => channel.Profile;

    public TimeSpan ReportsWithin => channel.ReportsWithin;

    public bool CanBeAsked => channel.CanBeAsked;

    public async Task<SendResult> SendAsync(SendAttempt attempt, CancellationToken cancellation)
    {
        var lane = Lanes[(int)attempt.Message.Lane];
        using var span = BotTrace.Send(channel.Name, lane, attempt.Message.Trace);
        var start = time.GetTimestamp();
        var result = await channel.SendAsync(attempt, cancellation);
        var name = NameOf(result);
        span?.SetTag("result", name);
        BotMeter.Send(channel.Name, lane, name, time.GetElapsedTime(start));
        CountDelivered(attempt, result);
        return result;
    }

    /// <summary>A look-up that finds the message sent is the first yes that we hear: the latency counts until then.</summary>
    public async Task<SendResult> LookUpAsync(SendAttempt attempt, CancellationToken cancellation)
    {
        var result = await channel.LookUpAsync(attempt, cancellation);
        CountDelivered(attempt, result);
        return result;
    }

    public Task<FetchResult> FetchAsync(InboundMedia media, long maxBytes, CancellationToken cancellation) => channel.FetchAsync(media, maxBytes, cancellation);

    private void CountDelivered(SendAttempt attempt, SendResult result)
    {
        if (result is SendResult.Sent)
        {
            BotMeter.Delivered(channel.Name, Lanes[(int)attempt.Message.Lane], time.GetUtcNow() - attempt.Message.CreatedAt);
        }
    }

    /// <summary>The kind only: a reason may be the provider's own words.</summary>
    internal static string NameOf(SendResult result) => result switch
    {
        SendResult.Sent => "sent",
        SendResult.Throttled => "throttled",
        SendResult.Failed { Retryable: true } => "failed_for_now",
        SendResult.Failed => "failed",
        SendResult.RecipientGone => "recipient_gone",
        SendResult.RecipientMoved => "recipient_moved",
        SendResult.Held => "held",
        SendResult.Unknown => "unknown",
        _ => "other",
    };
}
