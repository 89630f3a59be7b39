using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Moomken.Bot.People;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Tests.Outbox;

/// <summary>A sender with a provider that answers as it is told, and one conversation in a store.</summary>
internal sealed class SenderWorld : IChannel, IDisposable
{
    public static readonly ChannelAddress Address = new("telegram", "1", "5");

    private readonly Vault vault = new(new Dictionary<byte, byte[]> { [1] = new byte[32] }, new byte[32]);
    private readonly PersonSeal seal;
    private readonly AfterWrites writes;
    private readonly INodes? nodes;
    private OutboxRecords records = null!;

    public SenderWorld(ISentLog? log = null, SendRates? rates = null, INodes? nodes = null)
    {
        this.nodes = nodes;
        Rates = rates ?? SendRates.Unlimited;
        var ids = IdSource.System(Time);
        seal = new PersonSeal(vault, ids);
        Book = new AddressBook(vault, seal, ids);
        writes = new AfterWrites(Store, () => BeforeWrite(), () => AfterWrite());
        Start(log ?? Log);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 12, 5, 9, 0, 0, TimeSpan.Zero));

    public InMemoryStore Store { get; } = new();

    public InMemorySentLog Log { get; private set; } = new();

    public AddressBook Book { get; }

    public Sender Sender { get; private set; } = null!;

    public DeliveryReports Reports { get; private set; } = null!;

    /// <summary>Texts that the provider was handed, in order.</summary>
    public List<string> Sent { get; } = [];

    /// <summary>Texts that the provider was asked about, in order.</summary>
    public List<string> LookedUp { get; } = [];

    /// <summary>What was known to be other messages when the provider was last asked.</summary>
    public IReadOnlySet<string> Others { get; private set; } = new HashSet<string>();

    public Func<OutboundMessage, Task<SendResult>> Answer { get; set; } = _ => Task.FromResult<SendResult>(new SendResult.Sent("1"));

    public Func<OutboundMessage, SendResult> Found { get; set; } = _ => new SendResult.Unknown("no_lookup");

    /// <summary>Called before something that the sender writes is durable; it throws for a disk that is full.</summary>
    public Action BeforeWrite { get; set; } = () => { };

    /// <summary>Called when something that the sender wrote is durable, before it goes on.</summary>
    public Action AfterWrite { get; set; } = () => { };

    public string Name => "telegram";

    public string Account => "1";

    public ChannelProfile Profile { get; init; } = ChannelProfile.Telegram;

    public TimeSpan ReportsWithin { get; set; }

    public bool CanBeAsked { get; init; }

    public SendRates Rates { get; }

    public void AnswerWith(SendResult result) => Answer = _ => Task.FromResult(result);

    /// <summary>The process was killed: what is left is the store and the sent log. Conversations are offered as the sweep does.</summary>
    public async Task Restart()
    {
        Log = new InMemorySentLog(Log.Entries, Log.Open);
        Start(Log);
        foreach (var conversation in await Store.ReadAsync(reader => reader.Scan(Conversation.Documents, 100)))
        {
            Sender.Offer(conversation, Address);
        }
    }

    public Task Report(string message, DeliveryState state, SendResult? fault = null, string? providerId = null) =>
        Reports.TakeAsync(new DeliveryReport(Address, message, state, providerId, fault), CancellationToken.None);

    /// <summary>The person writes: the turn raises when they were last heard, and may reply.</summary>
    public async Task<Conversation> Hear(params string[] replies)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        var conversation = (await Stored())! with { LastAt = Time.GetUtcNow() };
        return await Turn(conversation, [.. replies.Select(Message)]);
    }

    public async Task Wait(TimeSpan wait)
    {
        Time.Advance(wait);
        await Drain();
    }

    public Task<Conversation?> Stored() => Stored(Book.ConversationId(Address));

    public Task<Delivery?> Delivery(string message) => Store.ReadAsync(reader => reader.Get(Moomken.Bot.Outbox.Delivery.Documents, message));

    public Task<FailedMessage?> Failed(string message) => Store.ReadAsync(reader => reader.Get(FailedMessage.Documents, message));

    /// <summary>Writes a conversation of a new person, in the way a turn does, and offers it.</summary>
    public async Task<Conversation> Begin(params string[] pending)
    {
        var (conversation, person) = Book.New(Book.ConversationId(Address), Address, Time.GetUtcNow());
        await Store.WriteAsync(transaction =>
        {
            transaction.Put(Person.Documents, person);
            return true;
        });
        return await Turn(conversation, [.. pending.Select(Message)]);
    }

    /// <summary>The same for one of many people.</summary>
    public async Task BeginFor(string user, params OutboundMessage[] pending)
    {
        var address = Address with { User = user };
        var (conversation, person) = Book.New(Book.ConversationId(address), address, Time.GetUtcNow());
        conversation = conversation with { Pending = [.. pending], Revision = 1 };
        await Store.WriteAsync(transaction =>
        {
            transaction.Put(Person.Documents, person);
            transaction.Put(Conversation.Documents, conversation);
            return true;
        });
        Sender.Offer(conversation, address);
    }

    public async Task<Conversation> Turn(Conversation conversation, params OutboundMessage[] pending)
    {
        var written = Sender.WithoutSettled(conversation);
        written = written with { Pending = written.Pending.AddRange(pending), Revision = conversation.Revision + 1 };
        await Put(written);
        Sender.Offer(written, Address);
        return written;
    }

    public Task<bool> Put(Conversation conversation) => Store.WriteAsync(transaction =>
    {
        transaction.Put(Conversation.Documents, conversation);
        return true;
    });

    public Task<Conversation?> Stored(string id) => Store.ReadAsync(reader => reader.Get(Conversation.Documents, id));

    public async Task Settle() => Sender.Written(await records.SettleAsync(Sender.Unsettled(DateTimeOffset.MaxValue), Sender.WithoutSettled, CancellationToken.None));

    public Task Drain() => Sender.DrainAsync(CancellationToken.None);

    public OutboundMessage Message(string text) => new()
    {
        Id = text,
        Tongue = Tongue.Arabic,
        Text = text,
        CreatedAt = Time.GetUtcNow(),
        ExpiresAt = Time.GetUtcNow() + TimeSpan.FromHours(24),
    };

    public Task<SendResult> SendAsync(SendAttempt attempt, CancellationToken cancellation)
    {
        Sent.Add($"{attempt.To.User} {attempt.Message.Text}");
        return Answer(attempt.Message);
    }

    public Task<SendResult> LookUpAsync(SendAttempt attempt, CancellationToken cancellation)
    {
        LookedUp.Add(attempt.Message.Text);
        Others = attempt.Others;
        return Task.FromResult(Found(attempt.Message));
    }

    public Task<FetchResult> FetchAsync(InboundMedia media, long maxBytes, CancellationToken cancellation) => throw new NotSupportedException();

    public void Dispose()
    {
        Sender.Dispose();
        vault.Dispose();
    }

    private void Start(ISentLog log)
    {
        records = new OutboxRecords(writes, Book, seal, Time);
        Sender = new Sender(new Dictionary<string, IChannel> { [Name] = this }, log, records, new RateTable(new Dictionary<string, SendRates> { [Name] = Rates }), new RetrySchedule(new Random(7)), Time, NullLogger<Sender>.Instance, several: nodes);
        Reports = new DeliveryReports(Store, Book, seal, Sender, Time);
    }

    private sealed class AfterWrites(IStore store, Action before, Action after) : IStore
    {
        public async Task<TResult> WriteAsync<TResult>(Func<IStoreTransaction, TResult> work, CancellationToken cancellation = default)
        {
            before();
            var result = await store.WriteAsync(work, cancellation);
            after();
            return result;
        }

        public Task<TResult> ReadAsync<TResult>(Func<IStoreReader, TResult> work, CancellationToken cancellation = default) => store.ReadAsync(work, cancellation);

        public ValueTask DisposeAsync() => store.DisposeAsync();
    }
}
