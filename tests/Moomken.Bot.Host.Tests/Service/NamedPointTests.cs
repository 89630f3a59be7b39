using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>One person, one death at one moment: exactly what that moment costs.</summary>
[Collection(ServiceTests.Name)]
public class NamedPointTests
{
    [Theory]
    [InlineData(FaultPoints.AfterCommit, 1, 0)]
    [InlineData(FaultPoints.AfterCommit, 4, 0)]
    [InlineData(FaultPoints.AfterProviderAccept, 1, 1)]
    [InlineData(FaultPoints.AfterProviderAccept, 4, 1)]
    [InlineData(FaultPoints.BeforeSettle, 1, 0)]
    [InlineData(FaultPoints.BeforeSettle, 4, 0)]
    public async Task A_message_comes_twice_only_when_the_service_died_before_it_could_note_the_answer(string point, int times, int expected)
    {
        await using var service = await TelegramService.Make();
        var walker = new Walker(service.Fake, 5_001, seed: times);
        var history = new History(service.Fake, [walker.Chat, TelegramService.DutyChat]);
        await service.Process.Start($"{point}:{times}");
        var walk = walker.Walk(() => walker.Reports == 0);

        await service.Process.Ended(ServiceProcess.Patience);
        await history.Died(service.NotedAsSent());
        await service.Process.Start();
        await walk;
        Assert.Equal(0, await service.Process.Terminate());

        var repeats = await service.Stored(store => history.Check(store, [walker]));
        Assert.Equal(expected, repeats);
    }
}
