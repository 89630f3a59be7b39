using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Host.Channels.Terminal;
using Moomken.Bot.Host.Nodes;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Host.Tests.Conversations;
using Moomken.Bot.Host.Workers;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Nodes;

/// <summary>One node of a database with all its conversations, and leases as the test gives them. Nothing runs by itself, and nothing is sent.</summary>
internal sealed class TimerNode : IAsyncDisposable
{
    private static int messages;

    private readonly PostgresStore store;
    private readonly HeldLeases held;
    private readonly NodeBell bell;
    private readonly ServiceProvider services;

    public TimerNode(string database, Vault vault, TimeProvider time)
    {
        store = PostgresStore.Open(new PostgresOptions { ConnectionString = database }, vault, time);
        held = new HeldLeases(time);
        bell = new NodeBell(store, NullLogger<NodeBell>.Instance);
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton(time);
        collection.AddSingleton(vault);
        collection.AddSingleton<IStore>(store);
        collection.AddSingleton<ISentLog>(new InMemorySentLog());
        collection.AddSingleton<INodes>(new PostgresNodes(held, bell));
        collection.AddSingleton<IChannel>(new TerminalChannel(ChannelProfile.Telegram));
        collection.AddBot(PlayedWorld.Options("telegram"), new StorageOptions(), PlayedWorld.Content);
        services = collection.BuildServiceProvider();
        Due = new DueTimers(store, services.GetRequiredService<INodes>(), held, services.GetRequiredService<TimerWheel>(), time);
    }

    public DueTimers Due { get; }

    public TimerRound Timers => services.GetRequiredService<TimerRound>();

    /// <summary>The lease for the rounds, held from now on or lost at once.</summary>
    public void HasRounds(bool has)
    {
        if (has)
        {
            held.Set(held.Clock(), new Dictionary<string, long> { [NodeSession.Rounds] = 1 });
        }
        else
        {
            held.LoseAll();
        }
    }

    /// <summary>Somebody agrees and begins a report; what was said to them counts as sent, so that they can be reminded.</summary>
    public async Task<Conversation> BeginReportAsync()
    {
        foreach (var text in new[] { "/start", "1", "1", "بلاغ", "1" })
        {
            await services.GetRequiredService<ConversationRunner>().ReceiveAsync(Message(text), null, TestContext.Current.CancellationToken);
        }

        var begun = await ReadAsync();
        var sent = begun with { Pending = [], Revision = begun.Revision + 1 };
        await store.WriteAsync(transaction =>
        {
            transaction.Put(Conversation.Documents, sent);
            return true;
        });
        return sent;
    }

    public async Task<Conversation> ReadAsync() => Assert.Single(await store.ReadAsync(reader => reader.Scan(Conversation.Documents, 10)));

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        bell.Dispose();
        await store.DisposeAsync();
    }

    private static InboundMessage Message(string text) => new()
    {
        From = new ChannelAddress("telegram", "terminal", "me"),
        MessageId = $"t{Interlocked.Increment(ref messages)}",
        At = TimeProvider.System.GetUtcNow(),
        Text = text,
    };
}
