using System.Collections.Concurrent;
using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Host.Channels.WebChat;
using Moomken.Bot.Messages;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Tests.Channels.WebChat.Support;

/// <summary>
/// Stands where the conversation runner stands: takes a message once, commits what the channel keeps with it, and
/// answers through the channel. It survives a restart of the host, as the real one does by its store.
/// </summary>
internal sealed class ScriptedBot(IStore store, IdSource ids, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, bool> taken = [];

    /// <summary>Every message that was taken, repeats left out.</summary>
    public ConcurrentQueue<InboundMessage> Taken { get; } = [];

    public WebChatChannel? Channel { get; set; }

    /// <summary>What to answer; nothing by default.</summary>
    public Func<InboundMessage, IEnumerable<OutboundMessage>> Answer { get; set; } = _ => [];

    /// <summary>Thrown instead of taking anything.</summary>
    public Exception? Fault { get; set; }

    public string? Notice { get; set; }

    /// <summary>An answer leaves only when this is done.</summary>
    public Task Before { get; set; } = Task.CompletedTask;

    public async Task<Received> ReceiveAsync(InboundMessage message, Action<IStoreTransaction>? alongside, CancellationToken cancellation)
    {
        if (Fault is not null)
        {
            throw Fault;
        }

        var first = await store.WriteAsync(
            transaction =>
            {
                if (!taken.TryAdd(message.MessageId, true))
                {
                    return false;
                }

                alongside?.Invoke(transaction);
                return true;
            },
            cancellation);
        if (!first)
        {
            return new Received(Repeat: true);
        }

        Taken.Enqueue(message);
        _ = ReplyAsync(message);
        return new Received(Repeat: false, Notice);
    }

    public OutboundMessage Say(string text, Tongue tongue = Tongue.Arabic, params OutboundChoice[] choices) => new()
    {
        Id = ids.Next(),
        Tongue = tongue,
        Text = text,
        Choices = [.. choices],
        CreatedAt = time.GetUtcNow(),
        ExpiresAt = time.GetUtcNow().AddDays(1),
    };

    private async Task ReplyAsync(InboundMessage message)
    {
        var replies = Answer(message).ToImmutableArray();
        await Before;
        foreach (var reply in replies)
        {
            await Channel!.SendAsync(message.From, reply, CancellationToken.None);
        }
    }
}
