using System.Text;
using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;
using Moomken.Bot.People;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>What strangers and broken senders post to the running service.</summary>
[Collection(ServiceTests.Name)]
public class BadInputTests
{
    [Fact]
    public async Task Strangers_are_turned_away_giants_too_and_what_is_unclear_is_kept()
    {
        await using var service = await TelegramService.Started();
        using var client = new HttpClient();
        var update = service.Says(9_001, 1, "مرحبا");
        await update.Acknowledged.WaitAsync(ServiceProcess.Patience);
        await service.Fake.NextMessageTo(9_001);
        var stranger = update.Json.Replace("9001", "9002", StringComparison.Ordinal);

        Assert.Equal(401, await service.Post(client, Body(stranger), "another-secret-0123456789abcdef0"));
        Assert.Equal(401, await service.Post(client, Body(stranger), TelegramService.Secret[..^1]));
        Assert.Equal(413, await service.Post(client, new ByteArrayContent(new byte[5 * 1024 * 1024])));
        Assert.Equal(200, await service.Post(client, Body("{\"update_id\": 1, \"mess")));
        Assert.Equal(200, await service.Post(client, Body("صورة")));
        Assert.Equal(200, await service.Post(client, Body("{\"update_id\":77,\"a_thing_of_tomorrow\":{\"x\":1}}")));
        Assert.True(await service.Process.Ready());

        Assert.Equal(0, await service.Process.Terminate());
        Assert.Equal(1, await service.Stored(store => store.Scan(Conversation.Documents, 10).Count));
        Assert.Equal(1, await service.Stored(store => store.Scan(Person.Documents, 10).Count));
        Assert.Equal(["not_an_update", "not_an_update", "unknown_update"], (await service.Stored(store => store.Scan(DeadLetter.Documents, 10))).Select(letter => letter.Reason).Order());
    }

    private static ByteArrayContent Body(string text) => new(Encoding.UTF8.GetBytes(text));
}
