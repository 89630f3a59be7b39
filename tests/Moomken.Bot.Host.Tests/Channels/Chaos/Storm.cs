using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Fakes.Chaos;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Moomken.Bot.People;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Chaos;

/// <summary>
/// The outbox and one real channel over a bad network, for a minute: many people, to each some messages at once, and then to one after
/// the other one more, until the minute is over. Every message bears a mark by which it is known again.
/// </summary>
internal sealed partial class Storm : IDisposable
{
    /// <summary>How long it blows.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan NextMessage = TimeSpan.FromMilliseconds(100);
    private readonly InMemoryStore store;
    private readonly AddressBook book;

    public Storm(InMemoryStore store, Vault vault, IChannel channel)
    {
        var ids = IdSource.System(TimeProvider.System);
        var seal = new PersonSeal(vault, ids);
        this.store = store;
        book = new AddressBook(vault, seal, ids);
        Sender = new Sender(
            new Dictionary<string, IChannel> { [channel.Name] = channel }, new InMemorySentLog(), new OutboxRecords(store, book, seal, TimeProvider.System), RateTable.Unlimited,
            new RetrySchedule(new Random(5)), TimeProvider.System, NullLogger<Sender>.Instance);
        Reports = new DeliveryReports(store, book, seal, Sender, TimeProvider.System);
    }

    public Sender Sender { get; }

    /// <summary>Takes what the provider says later.</summary>
    public DeliveryReports Reports { get; }

    /// <summary>By person: the marks of what they are to be sent, in order.</summary>
    private readonly Dictionary<ChannelAddress, List<string>> people = [];

    /// <summary>Messages that were given up, by mark. Read them after <see cref="Blow"/>.</summary>
    public IReadOnlyDictionary<string, FailedMessage> GivenUp { get; private set; } = new Dictionary<string, FailedMessage>();

    public static string? MarkIn(string text) => Mark().Match(text) is { Success: true } found ? found.Value : null;

    /// <summary>As if a turn had just replied <paramref name="count"/> times to somebody new.</summary>
    public async Task Offer(ChannelAddress address, int count, Action<IStoreTransaction>? alongside = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var (conversation, person) = book.New(book.ConversationId(address), address, now);
        people[address] = [];
        conversation = conversation with { Revision = 1, Pending = [.. Enumerable.Range(0, count).Select(_ => Message(address))] };
        await store.WriteAsync(transaction =>
        {
            alongside?.Invoke(transaction);
            transaction.Put(Person.Documents, person);
            transaction.Put(Conversation.Documents, conversation);
            return true;
        });
        Sender.Offer(conversation, address);
    }

    /// <summary>Sends through the storm, and when it is over until nothing waits.</summary>
    public async Task Blow(params ChaosProxy[] proxies)
    {
        using var stop = new CancellationTokenSource();
        var running = Sender.RunAsync(stop.Token);
        await SayMore();
        Array.ForEach(proxies, proxy => proxy.CalmDown());
        await UntilDone();
        await stop.CancelAsync();
        await running;
        GivenUp = (await store.ReadAsync(reader => reader.Scan(FailedMessage.Documents, 10_000))).ToDictionary(failed => MarkIn(failed.Message.Text)!);
    }

    /// <summary>Every message arrived or is known to be in doubt, in the order in which it was said. Returns how often each arrived.</summary>
    public Dictionary<string, int> CheckNothingLost(Func<string, IEnumerable<string>> textsTo)
    {
        var arrived = new Dictionary<string, int>();
        foreach (var (address, marks) in people)
        {
            var seen = textsTo(address.User).Select(text => MarkIn(text)!).ToList();
            var first = seen.Distinct().ToList();
            Assert.Equal(first.Order(StringComparer.Ordinal), first);
            foreach (var mark in marks)
            {
                arrived[mark] = seen.Count(other => other == mark);
                Assert.True(arrived[mark] > 0 || GivenUp.ContainsKey(mark), $"Lost: {mark}");
            }
        }

        return arrived;
    }

    /// <summary>
    /// For a provider that has no key for a repeat and cannot be asked: an attempt without an answer is made once more, and that,
    /// and nothing else, may come twice. Every attempt that may be a repeat is counted.
    /// </summary>
    public string CheckOnlyUnansweredCameTwice(ChaosProxy proxy, Func<string, IEnumerable<string>> textsTo)
    {
        var attempts = proxy.Calls.Where(call => MarkIn(call.Body) is not null).ToLookup(call => MarkIn(call.Body)!);
        var arrived = CheckNothingLost(textsTo);
        var repeats = 0;
        foreach (var (mark, times) in arrived)
        {
            var unanswered = attempts[mark].Count(call => call.IsUnanswered);
            var given = GivenUp.GetValueOrDefault(mark);
            Assert.True(given is null || (unanswered == RetrySchedule.TriesWhenUnknown && given.Reason.StartsWith("unknown", StringComparison.Ordinal)), $"Given up without need: {mark}, {given?.Reason}");
            Assert.True(times <= 1 + unanswered, $"Came {times} times after {unanswered} attempts without an answer: {mark}");
            repeats += attempts[mark].SkipWhile(call => !call.IsUnanswered).Skip(1).Count();
        }

        Assert.Equal(repeats, Sender.Repeated);
        return Told(arrived, proxy);
    }

    public string Told(Dictionary<string, int> arrived, ChaosProxy proxy)
    {
        var troubles = proxy.Calls.Count(call => call.Trouble != Trouble.None);
        Assert.True(troubles > arrived.Count / 5, "the storm was a breeze");
        return $"{arrived.Count} messages, {proxy.Calls.Count} calls, {troubles} troubles, {Sender.Repeated} repeats counted, {arrived.Values.Sum(times => Math.Max(0, times - 1))} came twice, {GivenUp.Count} given up as unknown.";
    }

    public void Dispose() => Sender.Dispose();

    /// <summary>One message more to one after the other, as turns write them, for as long as it blows.</summary>
    private async Task SayMore()
    {
        using var tick = new PeriodicTimer(NextMessage);
        var (addresses, end) = (people.Keys.ToArray(), TimeProvider.System.GetUtcNow() + Lasts);
        for (var next = 0; TimeProvider.System.GetUtcNow() < end; next = (next + 1) % addresses.Length)
        {
            await tick.WaitForNextTickAsync();
            var (address, message) = (addresses[next], Message(addresses[next]));
            var written = await store.WriteAsync(transaction =>
            {
                var conversation = Sender.WithoutSettled(transaction.Get(Conversation.Documents, book.ConversationId(address))!);
                conversation = conversation with { Pending = conversation.Pending.Add(message), Revision = conversation.Revision + 1 };
                transaction.Put(Conversation.Documents, conversation);
                return conversation;
            });
            Sender.Offer(written, address);
        }
    }

    private async Task UntilDone()
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var end = TimeProvider.System.GetUtcNow() + Calm;
        while (Sender.Count() is not { Waiting: 0, Held: 0, InDoubt: 0 } && TimeProvider.System.GetUtcNow() < end)
        {
            await tick.WaitForNextTickAsync();
        }
    }

    private OutboundMessage Message(ChannelAddress address)
    {
        var marks = people[address];
        var mark = $"n{people.Keys.ToList().IndexOf(address):000}x{marks.Count:000}";
        marks.Add(mark);
        var now = TimeProvider.System.GetUtcNow();
        return new() { Id = mark, Tongue = Tongue.Arabic, Text = $"وصل بلاغكم {mark}", CreatedAt = now, ExpiresAt = now + TimeSpan.FromHours(24) };
    }

    [GeneratedRegex(@"n\d{3}x\d{3}")]
    private static partial Regex Mark();
}
