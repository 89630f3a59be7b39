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
    private readonly OutboxRecords records;

    public SenderWorld(ISentLog? log = null)
    {
        var ids = IdSource.System(Time);
        var seal = new PersonSeal(vault, ids);
        Book = new AddressBook(vault, seal, ids);
        records = new OutboxRecords(new AfterWrites(Store, () => AfterWrite()), Book, seal, Time);
        Sender = new Sender(new Dictionary<string, IChannel> { [Name] = this }, log ?? Log, records, Time, NullLogger<Sender>.Instance);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 12, 5, 9, 0, 0, TimeSpan.Zero));

    public InMemoryStore Store { get; } = new();

    public InMemorySentLog Log { get; } = new();

    public AddressBook Book { get; }

    public Sender Sender { get; }

    /// <summary>Texts that the provider was handed, in order.</summary>
    public List<string> Sent { get; } = [];

    public Func<OutboundMessage, Task<SendResult>> Answer { get; set; } = _ => Task.FromResult<SendResult>(new SendResult.Sent("1"));

    /// <summary>Called when something that the sender wrote is durable, before it goes on.</summary>
    public Action AfterWrite { get; set; } = () => { };

    public string Name => "telegram";

    public string Account => "1";

    public ChannelProfile Profile => ChannelProfile.Telegram;

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

    public Task<FetchResult> FetchAsync(InboundMedia media, long maxBytes, CancellationToken cancellation) => throw new NotSupportedException();

    public void Dispose()
    {
        Sender.Dispose();
        vault.Dispose();
    }

    private sealed class AfterWrites(IStore store, Action after) : IStore
    {
        public async Task<TResult> WriteAsync<TResult>(Func<IStoreTransaction, TResult> work, CancellationToken cancellation = default)
        {
            var result = await store.WriteAsync(work, cancellation);
            after();
            return result;
        }

        public Task<TResult> ReadAsync<TResult>(Func<IStoreReader, TResult> work, CancellationToken cancellation = default) => store.ReadAsync(work, cancellation);

        public ValueTask DisposeAsync() => store.DisposeAsync();
    }
}
