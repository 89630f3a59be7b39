using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Fakes.Chaos;
using Moomken.Bot.Fakes.Telegram;
using Moomken.Bot.Host.Channels.Telegram;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Moomken.Bot.People;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Telegram;

/// <summary>
/// The outbox and the real Telegram channel over a bad network. Telegram has no key for a repeat and cannot be asked, so an
/// attempt without an answer is made once more: that, and nothing else, may come twice.
/// </summary>
public class TelegramChaosTests(ITestOutputHelper output)
{
    private const int People = 40;
    private const int MessagesEach = 12;
    private const string TooMany = """{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1","parameters":{"retry_after":1}}""";
    private static readonly TimeSpan Storm = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Over_a_bad_network_nothing_is_lost_and_only_what_was_not_answered_comes_twice()
    {
        await using var fake = await FakeBotApi.Start();
        await using var proxy = await ChaosProxy.Start(fake.BaseUrl, seed: 5, TooMany);
        var options = new TelegramOptions { BotToken = fake.Token, ApiBaseUrl = proxy.BaseUrl, Mode = TelegramMode.Polling, SendTimeoutSeconds = 5 };
        using var api = new BotApi(options);
        using var vault = new Vault(new Dictionary<byte, byte[]> { [1] = new byte[32] }, new byte[32]);
        await using var store = new InMemoryStore();
        var ids = IdSource.System(TimeProvider.System);
        var seal = new PersonSeal(vault, ids);
        var book = new AddressBook(vault, seal, ids);
        var channel = new TelegramChannel(api, options);
        var channels = new Dictionary<string, IChannel> { [channel.Name] = channel };
        using var sender = new Sender(
            channels, new InMemorySentLog(), new OutboxRecords(store, book, seal, TimeProvider.System), RateTable.Unlimited, new RetrySchedule(new Random(5)), TimeProvider.System, NullLogger<Sender>.Instance);

        var all = await Offer(store, book, sender, channel);
        using var stop = new CancellationTokenSource();
        var running = sender.RunAsync(stop.Token);
        await Until(() => IsDone(sender), Storm);
        proxy.CalmDown();
        await Until(() => IsDone(sender), TimeSpan.FromMinutes(5));
        await stop.CancelAsync();
        await running;

        var failed = await store.ReadAsync(reader => reader.Scan(FailedMessage.Documents, 10_000));
        Check(fake, proxy, sender, all, failed);
    }

    private void Check(FakeBotApi fake, ChaosProxy proxy, Sender sender, List<(long Chat, string Text)> all, IReadOnlyList<FailedMessage> failed)
    {
        var attempts = proxy.Calls.ToLookup(call => JsonNode.Parse(call.Body)!["text"]!.ToString());
        var (twice, repeated) = (0, 0);
        foreach (var (chat, text) in all)
        {
            var arrived = fake.MessagesTo(chat).Count(message => message.Text == text);
            var unanswered = attempts[text].Count(call => call.IsUnanswered);
            var given = failed.SingleOrDefault(message => message.Message.Text == text);
            Assert.True(arrived > 0 || given is not null, $"Lost: {text}");
            Assert.True(given is null || (unanswered == RetrySchedule.TriesWhenUnknown && given.Reason.StartsWith("unknown", StringComparison.Ordinal)), $"Given up without need: {text}, {given?.Reason}");
            Assert.True(arrived <= 1 + unanswered, $"Came {arrived} times after {unanswered} attempts without an answer: {text}");
            twice += Math.Max(0, arrived - 1);
            repeated += attempts[text].SkipWhile(call => !call.IsUnanswered).Skip(1).Count();
        }

        foreach (var chat in all.Select(message => message.Chat).Distinct())
        {
            var texts = fake.MessagesTo(chat).Select(message => message.Text!).Distinct().ToList();
            Assert.Equal(texts.Order(StringComparer.Ordinal), texts);
        }

        Assert.Equal(repeated, sender.Repeated);
        Assert.True(proxy.Calls.Count(call => call.Trouble != Trouble.None) > 100, "the storm was a breeze");
        output.WriteLine($"{all.Count} messages, {proxy.Calls.Count} attempts, {repeated} repeats counted, {twice} came twice, {failed.Count} given up as unknown.");
    }

    private static bool IsDone(Sender sender) => sender.Count() is { Waiting: 0, Held: 0, InDoubt: 0 };

    private static async Task Until(Func<bool> condition, TimeSpan limit)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var end = TimeProvider.System.GetUtcNow() + limit;
        while (!condition() && TimeProvider.System.GetUtcNow() < end)
        {
            await tick.WaitForNextTickAsync();
        }
    }

    private static async Task<List<(long Chat, string Text)>> Offer(InMemoryStore store, AddressBook book, Sender sender, TelegramChannel channel)
    {
        var all = new List<(long Chat, string Text)>();
        for (var chat = 1_000L; chat < 1_000 + People; chat++)
        {
            var address = new ChannelAddress(channel.Name, channel.Account, $"{chat}");
            var now = TimeProvider.System.GetUtcNow();
            var (conversation, person) = book.New(book.ConversationId(address), address, now);
            var texts = Enumerable.Range(0, MessagesEach).Select(number => $"الرسالة {number:00} إلى {chat}").ToList();
            conversation = conversation with { Revision = 1, Pending = [.. texts.Select(text => Message(text, now))] };
            await store.WriteAsync(transaction =>
            {
                transaction.Put(Person.Documents, person);
                transaction.Put(Conversation.Documents, conversation);
                return true;
            });
            all.AddRange(texts.Select(text => (chat, text)));
            sender.Offer(conversation, address);
        }

        return all;
    }

    private static OutboundMessage Message(string text, DateTimeOffset now) =>
        new() { Id = text, Tongue = Tongue.Arabic, Text = text, CreatedAt = now, ExpiresAt = now + TimeSpan.FromHours(24) };
}
