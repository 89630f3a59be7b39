using Moomken.Bot.Conversations;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>Stopped as systemd and Docker stop a service, while people are talking.</summary>
[Collection(ServiceTests.Name)]
public class StopTests
{
    [Fact]
    public async Task Stopped_under_load_it_ends_well_within_ten_seconds_and_nothing_is_sent_again()
    {
        const int stops = 4;
        await using var service = await TelegramService.Make();
        var walkers = Enumerable.Range(0, 20).Select(i => new Walker(service.Fake, 8_001 + i, seed: i)).ToList();
        var history = new History(service.Fake, [.. walkers.Select(walker => walker.Chat), TelegramService.DutyChat]);
        var stopping = true;
        await service.Process.Start();
        var walks = Task.WhenAll(walkers.Select(walker => walker.Walk(() => stopping)));
        for (var stop = 1; stop <= stops; stop++)
        {
            var enough = walkers.Sum(walker => walker.Taken) + 100;
            await service.Process.Until(() => Task.FromResult(walks.IsFaulted || walkers.Sum(walker => walker.Taken) >= enough));
            Assert.Equal(0, await service.Process.Terminate(TimeSpan.FromSeconds(10)));
            Assert.Equal(0, service.NotedAsSent());
            await service.Process.Start();
        }

        stopping = false;
        await walks;
        Assert.Equal(0, await service.Process.Terminate());

        // No death was noted, so one message that came twice fails it.
        Assert.Equal(0, await service.Stored(store => history.Check(store, walkers)));
        Assert.Equal(walkers.Count + 1, await service.Stored(store => store.Scan(Conversation.Documents, 1_000).Count));
        Assert.DoesNotContain("fail:", service.Process.Output, StringComparison.Ordinal);
    }
}
