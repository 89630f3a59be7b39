using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Tests.Channels;

/// <summary>A first attempt to somebody who wrote just now.</summary>
internal static class Attempts
{
    public static Task<SendResult> SendAsync(this IChannel channel, ChannelAddress to, OutboundMessage message, CancellationToken cancellation) =>
        channel.SendAsync(new SendAttempt(to, message, message.CreatedAt), cancellation);
}
