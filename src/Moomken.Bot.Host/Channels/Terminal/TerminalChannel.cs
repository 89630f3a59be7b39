using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Terminal;

/// <summary>Plays any channel without a provider: what is sent is handed to whoever plays, what is fetched is a small picture.</summary>
public sealed class TerminalChannel(ChannelProfile profile) : IChannel
{
    /// <summary>The smallest PNG there is: what a photo sent in a terminal consists of.</summary>
    private static readonly byte[] Picture = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    private readonly Queue<(ChannelAddress To, OutboundMessage Message)> sent = new();

    public string Name => profile.Name;

    public string Account => "terminal";

    public ChannelProfile Profile => profile;

    /// <summary>Plays what a provider may say against a message; null lets it through.</summary>
    public Func<SendAttempt, SendResult?> Refuse { get; set; } = _ => null;

    public Task<SendResult> SendAsync(SendAttempt attempt, CancellationToken cancellation)
    {
        if (Refuse(attempt) is { } refused)
        {
            return Task.FromResult(refused);
        }

        sent.Enqueue((attempt.To, attempt.Message));
        return Task.FromResult<SendResult>(new SendResult.Sent(attempt.Message.Id));
    }

    public Task<FetchResult> FetchAsync(InboundMedia media, long maxBytes, CancellationToken cancellation) =>
        Task.FromResult<FetchResult>(new FetchResult.Fetched(Picture));

    /// <summary>What was sent since the last call, in order.</summary>
    public IReadOnlyList<(ChannelAddress To, OutboundMessage Message)> Take()
    {
        var taken = sent.ToList();
        sent.Clear();
        return taken;
    }
}
