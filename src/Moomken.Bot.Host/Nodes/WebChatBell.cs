using Moomken.Bot.Host.Channels.WebChat;

namespace Moomken.Bot.Host.Nodes;

/// <summary>A new line of a web chat wakes the tabs that are open on other nodes. A tab that missed it reads it within 20 seconds.</summary>
internal sealed class WebChatBell(WebChatStreams streams, NodeBell bell) : IHostedService
{
    private const string Topic = "web";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        streams.Woken += Ring;
        bell.Heard += Hear;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        streams.Woken -= Ring;
        bell.Heard -= Hear;
        return Task.CompletedTask;
    }

    private void Ring(string conversation) => bell.Ring(Topic, conversation);

    private void Hear(string topic, IReadOnlyList<string> ids)
    {
        foreach (var conversation in topic == Topic ? ids : [])
        {
            streams.WakeHere(conversation);
        }
    }
}
