using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>The disk fills up while people report, and room is made again.</summary>
[Collection(ServiceTests.Name)]
public class FullDiskTests
{
    [Fact]
    public async Task A_full_disk_is_said_loses_nothing_and_is_over_when_room_is_made()
    {
        using var disk = new SmallDisk();
        await using var service = await TelegramService.Make(disk.DataFolder, SmallDisk.Through);
        using var client = new HttpClient();
        var walkers = Enumerable.Range(0, 10).Select(i => new Walker(service.Fake, 4_001 + i, seed: i)).ToList();
        var history = new History(service.Fake, [.. walkers.Select(walker => walker.Chat), TelegramService.DutyChat]);
        var goOn = true;
        await service.Process.Start();
        var walks = Task.WhenAll(walkers.Select(walker => walker.Walk(() => goOn)));
        await service.Process.Until(() => Task.FromResult(walkers.Sum(walker => walker.Taken) > 60));

        disk.Fill(service.Process.Id);
        await service.Process.Until(async () => (await service.Process.Get("/health/ready")).Status == HttpStatusCode.ServiceUnavailable);
        var refused = service.Says(4_900, 1, "سلام");
        Assert.Equal(503, await service.Post(client, new ByteArrayContent(Encoding.UTF8.GetBytes(refused.Json))));
        await service.Process.Until(() => Task.FromResult(service.Process.Output.Contains(disk.Problem, StringComparison.Ordinal)));
        Assert.Equal("ok", (await service.Process.Get("/health/live")).Body);
        Assert.Equal("not ready", (await service.Process.Get("/health/ready")).Body);

        disk.MakeRoom(service.Process.Id);
        await refused.Acknowledged.WaitAsync(ServiceProcess.Patience);
        await service.Process.Until(() => Task.FromResult(service.Process.Output.Contains("The store takes writes again.", StringComparison.Ordinal)));
        Assert.True(await service.Process.Ready());
        Assert.Single(Regex.Matches(service.Process.Output, Regex.Escape(disk.Problem)));

        goOn = false;
        await walks;
        Assert.Equal(0, await service.Process.Terminate());

        // The process never died, so one message that came twice fails it.
        Assert.Equal(0, await service.Stored(store => history.Check(store, walkers)));
    }
}
