using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Host.Nodes;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Moomken.Bot.People;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Tests.Nodes;

/// <summary>What of a node sends, on a database that it shares, and a provider that takes everything and remembers it.</summary>
internal sealed class SendingNode : IChannel, IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentQueue<string>? taken;
    private readonly NodeSession session;
    private readonly OutboxTakeover takeover;
    private readonly Task sending;

    private SendingNode(string database, Vault vault, ConcurrentQueue<string>? taken)
    {
        this.taken = taken;
        Store = PostgresStore.Open(new PostgresOptions { ConnectionString = database }, vault, TimeProvider.System);
        Bell = new NodeBell(Store, NullLogger<NodeBell>.Instance);
        var held = new HeldLeases(TimeProvider.System);
        var log = new PostgresSentLog(Store);
        var channels = taken is null ? [] : new Dictionary<string, IChannel> { [Name] = this };
        Sender = SenderOf(Store, vault, log, channels, new PostgresNodes(held, Bell));
        session = new NodeSession(Store, held, Bell, channels, TimeProvider.System, NullLogger<NodeSession>.Instance);
        takeover = new OutboxTakeover(Store, log, held, Bell, Sender, Book(vault), TimeProvider.System, NullLogger<OutboxTakeover>.Instance);
        sending = Sender.RunAsync(stopping.Token);
    }

    public PostgresStore Store { get; }

    public NodeBell Bell { get; }

    public Sender Sender { get; }

    public string Name => "telegram";

    public string Account => "1";

    public ChannelProfile Profile => ChannelProfile.Telegram;

    /// <param name="database">Shared.</param>
    /// <param name="vault">Shared.</param>
    /// <param name="taken">Gets the texts that the provider is handed; null: Telegram is off on this node.</param>
    public static async Task<SendingNode> Start(string database, Vault vault, ConcurrentQueue<string>? taken)
    {
        var node = new SendingNode(database, vault, taken);
        await node.Bell.StartAsync(CancellationToken.None);
        await node.session.StartAsync(CancellationToken.None);
        await node.takeover.StartAsync(CancellationToken.None);
        return node;
    }

    public static AddressBook Book(Vault vault) => new(vault, new PersonSeal(vault, IdSource.System(TimeProvider.System)), IdSource.System(TimeProvider.System));

    public static Sender SenderOf(IStore store, Vault vault, ISentLog log, IReadOnlyDictionary<string, IChannel> channels, INodes nodes) => new(
        channels, log, new OutboxRecords(store, Book(vault), new PersonSeal(vault, IdSource.System(TimeProvider.System)), TimeProvider.System),
        new RateTable(new Dictionary<string, SendRates>()), new RetrySchedule(new Random(7)), TimeProvider.System, NullLogger<Sender>.Instance, several: nodes);

    public static OutboundMessage Message(string id, TimeSpan lasts) => new()
    {
        Id = id,
        Tongue = Tongue.Arabic,
        Text = id,
        CreatedAt = TimeProvider.System.GetUtcNow(),
        ExpiresAt = TimeProvider.System.GetUtcNow() + lasts,
    };

    /// <summary>A conversation of a new person on Telegram, as a turn leaves it.</summary>
    public static async Task<(Conversation Conversation, ChannelAddress Address)> Begin(IStore store, Vault vault, string user, params OutboundMessage[] pending)
    {
        var (book, address) = (Book(vault), new ChannelAddress("telegram", "1", user));
        var (conversation, person) = book.New(book.ConversationId(address), address, TimeProvider.System.GetUtcNow());
        conversation = conversation with { Pending = [.. pending], Revision = 1 };
        await store.WriteAsync(transaction =>
        {
            transaction.Put(Person.Documents, person);
            transaction.Put(Conversation.Documents, conversation);
            return true;
        });
        return (conversation, address);
    }

    public Task<SendResult> SendAsync(SendAttempt attempt, CancellationToken cancellation)
    {
        taken!.Enqueue(attempt.Message.Text);
        return Task.FromResult<SendResult>(new SendResult.Sent(attempt.Message.Id));
    }

    public Task<FetchResult> FetchAsync(InboundMedia media, long maxBytes, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>In the order of a service that stops: the leases are given back when nothing is on its way any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await sending;
        await takeover.StopAsync(CancellationToken.None);
        await session.StopAsync(CancellationToken.None);
        await Bell.StopAsync(CancellationToken.None);
        await session.ReleaseAsync();
        takeover.Dispose();
        session.Dispose();
        Bell.Dispose();
        Sender.Dispose();
        await Store.DisposeAsync();
        stopping.Dispose();
    }
}
