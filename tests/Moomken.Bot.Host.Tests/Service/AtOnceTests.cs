using System.Text;
using Moomken.Bot.Conversations;
using Moomken.Bot.Incidents;
using Moomken.Bot.People;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>What comes many times or all at once, through the real server.</summary>
[Collection(ServiceTests.Name)]
public class AtOnceTests
{
    [Fact]
    public async Task The_same_update_a_hundred_times_at_once_has_one_effect_and_one_reply()
    {
        await using var service = await TelegramService.Started();
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 16 });
        const long chat = 6_001;
        var first = service.Says(chat, 1, "سلام");
        await HundredTimes(service, client, first.Json);
        await service.Fake.NextMessageTo(chat);

        var walker = new Walker(service.Fake, chat, seed: 1);
        await walker.WalkToDetails();
        var before = service.Fake.MessagesTo(chat).Count;
        var text = service.Says(chat, 2, "واقعة واحدة");
        await HundredTimes(service, client, text.Json);
        await walker.Next();
        Assert.Equal(before + 1, service.Fake.MessagesTo(chat).Count);
        await walker.Finish();

        Assert.Equal(0, await service.Process.Terminate());
        Assert.Equal(1, await service.Stored(store => store.Scan(Conversation.Documents, 10).Count(conversation => conversation.Seen.Marks.Length > 0)));
        Assert.Equal("واقعة واحدة", (await service.Stored(store => Assert.Single(store.Scan(Incident.Documents, 10)))).Latest.Text);
    }

    [Fact]
    public async Task Two_updates_of_one_person_at_once_are_both_kept_and_both_answered()
    {
        await using var service = await TelegramService.Started();
        const long chat = 6_002;
        var walker = new Walker(service.Fake, chat, seed: 2);
        await walker.WalkToDetails();
        var before = service.Fake.MessagesTo(chat).Count;

        var both = new[] { service.Says(chat, 1, "الخبر الأول"), service.Says(chat, 2, "الخبر الثاني") };
        await Task.WhenAll(both.Select(update => update.Acknowledged)).WaitAsync(ServiceProcess.Patience);
        await service.Process.Until(() => Task.FromResult(service.Fake.MessagesTo(chat).Count == before + 2));
        await walker.Finish();

        Assert.Equal(0, await service.Process.Terminate());
        var incident = await service.Stored(store => Assert.Single(store.Scan(Incident.Documents, 10)));
        Assert.Equal(["الخبر الأول", "الخبر الثاني"], incident.Latest.Text!.Split('\n').Where(line => line.Length > 0).Order());
        Assert.Equal(before + 4, service.Fake.MessagesTo(chat).Count);
    }

    [Fact]
    public async Task Forty_people_at_once_keep_their_order_each()
    {
        const int people = 40;
        const int lines = 6;
        await using var service = await TelegramService.Started();
        var walkers = Enumerable.Range(0, people).Select(i => new Walker(service.Fake, 7_001 + i, seed: i)).ToList();
        await Task.WhenAll(walkers.Select(walker => walker.WalkToDetails()));

        // Said without waiting for a reply: what one person says goes out in order, everybody at once.
        var said = walkers.SelectMany(walker => Enumerable.Range(1, lines).Select(line => service.Fake.Says(walker.Chat, $"سطر {line} من «{walker.Chat}»"))).ToList();
        await Task.WhenAll(said.Select(update => update.Acknowledged)).WaitAsync(ServiceProcess.Patience);
        foreach (var walker in walkers)
        {
            await service.Process.Until(() => Task.FromResult(service.Fake.MessagesTo(walker.Chat).Count == walker.Taken + lines));
        }

        await Task.WhenAll(walkers.Select(walker => walker.Finish()));
        Assert.Equal(0, await service.Process.Terminate());
        var incidents = await service.Stored(store => store.Scan(Incident.Documents, 1_000));
        Assert.Equal(
            walkers.Select(walker => string.Join('\n', Enumerable.Range(1, lines).Select(line => $"سطر {line} من «{walker.Chat}»"))).Order(),
            incidents.Select(incident => string.Join('\n', incident.Latest.Text!.Split('\n').Where(line => line.Length > 0))).Order());
        Assert.All(walkers, walker => Assert.Equal(Asks(service, walker).Order(), Asks(service, walker)));
        Assert.Equal(people, await service.Stored(store => store.Scan(Person.Documents, 1_000).Count(person => person.Role == Role.Voter)));
    }

    /// <summary>The numbers of the questions, in the order in which they arrived: they only grow.</summary>
    private static List<long> Asks(TelegramService service, Walker walker) =>
        [.. service.Fake.MessagesTo(walker.Chat)
            .Select(message => message.Buttons.Select(button => button.Payload!.Split(':')).FirstOrDefault(parts => parts.Length == 2))
            .OfType<string[]>()
            .Select(parts => long.Parse(parts[0]))];

    private static async Task HundredTimes(TelegramService service, HttpClient client, string json)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => service.Post(client, new ByteArrayContent(Encoding.UTF8.GetBytes(json)))));
        Assert.All(answers, answer => Assert.Equal(200, answer));
    }
}
