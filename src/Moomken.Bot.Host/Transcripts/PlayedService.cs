using System.Security.Cryptography;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Host.Channels.Terminal;
using Moomken.Bot.Host.Content;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Transcripts;

/// <summary>
/// The whole service in memory, with a terminal in the place of every provider: the same dialogs, actions, sender and
/// timers as the real one. For the <c>chat</c> command and for tests of conversations.
/// </summary>
public sealed class PlayedService : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly Vault vault;
    private int messages;

    public PlayedService(MoomkenOptions options, BotContent content, ChannelProfile profile, TimeProvider time, IdSource ids)
    {
        Channel = new TerminalChannel(profile);
        vault = new Vault(new Dictionary<byte, byte[]> { [1] = RandomNumberGenerator.GetBytes(32) }, new byte[32]);
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton(time);
        collection.AddSingleton(ids);
        collection.AddSingleton(vault);
        collection.AddSingleton<IStore>(Store);
        collection.AddSingleton<ISentLog>(new InMemorySentLog());
        collection.AddSingleton<IChannel>(Channel);
        collection.AddBot(options, content);
        services = collection.BuildServiceProvider();
    }

    public TerminalChannel Channel { get; }

    public InMemoryStore Store { get; } = new();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>A message of the person with this user id; its provider id is made up.</summary>
    public InboundMessage From(string user) => new()
    {
        From = new ChannelAddress(Channel.Name, Channel.Account, user),
        MessageId = $"m{++messages}",
        At = Get<TimeProvider>().GetUtcNow(),
    };

    /// <summary>Takes a message in and gives everything that was sent because of it, to whomever.</summary>
    public async Task<IReadOnlyList<(ChannelAddress To, OutboundMessage Message)>> SendAsync(InboundMessage message)
    {
        await Get<ConversationRunner>().ReceiveAsync(message, null, CancellationToken.None);
        return await DrainAsync();
    }

    /// <summary>Fires what is due now: reminders, expiries, escalations.</summary>
    public async Task<IReadOnlyList<(ChannelAddress To, OutboundMessage Message)>> FireTimersAsync()
    {
        await Get<Workers.TimerRound>().RunOnceAsync(CancellationToken.None);
        await Get<Duty.DutyWatch>().RunOnceAsync(CancellationToken.None);
        return await DrainAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        vault.Dispose();
    }

    private async Task<IReadOnlyList<(ChannelAddress To, OutboundMessage Message)>> DrainAsync()
    {
        await Get<Sender>().DrainAsync(CancellationToken.None);
        return Channel.Take();
    }
}
