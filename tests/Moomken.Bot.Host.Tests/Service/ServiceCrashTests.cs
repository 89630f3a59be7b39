using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>
/// The whole service is killed with -9 while people report, at random moments and at the moments that matter, and then it is
/// proved that nothing was lost and nothing doubled. A hundred rounds, or as many as fit in three minutes; <c>MOOMKEN_CRASH_ROUNDS</c> sets another number.
/// </summary>
[Collection(ServiceTests.Name)]
public class ServiceCrashTests(ITestOutputHelper output)
{
    private const int People = 30;
    private const int UsualRounds = 100;
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(3);
    private readonly Random random = new(23);

    [Fact]
    public async Task Killed_under_load_at_any_moment_it_loses_nothing_and_does_nothing_twice()
    {
        await using var service = await TelegramService.Make();
        var walkers = Enumerable.Range(0, People).Select(i => new Walker(service.Fake, 5_001 + i, seed: i)).ToList();
        var history = new History(service.Fake, [.. walkers.Select(walker => walker.Chat), TelegramService.DutyChat]);
        var killing = true;
        await service.Process.Start();
        var walks = Task.WhenAll(walkers.Select(walker => walker.Walk(() => killing)));
        await service.Process.Kill9();
        await history.Died(service.NotedAsSent());

        for (var (round, start) = (0, Stopwatch.GetTimestamp()); GoesOn(round, start) && !walks.IsFaulted; round++)
        {
            await RunUntilKilled(service.Process, round);
            await history.Died(service.NotedAsSent());
        }

        killing = false;
        await service.Process.Start();
        await walks;
        Assert.Equal(0, await service.Process.Terminate());
        var repeats = await service.Stored(store => history.Check(store, walkers));
        output.WriteLine(
            $"{history.Deaths} kills, {walkers.Sum(walker => walker.Taken)} updates taken, {walkers.Sum(walker => walker.Reports)} reports; nothing lost, "
            + $"{repeats} messages came twice, of {history.Unnoted} whose answer the service did not live to note.");
        Assert.True(walkers.Sum(walker => walker.Taken) > history.Deaths * 10, "the load did hardly anything");
    }

    private static bool GoesOn(int round, long start) =>
        int.TryParse(Environment.GetEnvironmentVariable("MOOMKEN_CRASH_ROUNDS"), CultureInfo.InvariantCulture, out var rounds)
            ? round < rounds
            : round < UsualRounds && Stopwatch.GetElapsedTime(start) < MostTime;

    /// <summary>By turns: at a random moment of its life, at one while it starts, and at each of the named points.</summary>
    private async Task RunUntilKilled(ServiceProcess process, int round)
    {
        if (round % 5 >= 2)
        {
            // The people wait for answers, so the point is reached as soon as the service runs.
            process.Launch($"{FaultPoints.All[(round % 5) - 2]}:{random.Next(1, 60)}");
            await process.Ended(ServiceProcess.Patience);
            return;
        }

        if (round % 5 == 0)
        {
            await process.Start();
        }
        else
        {
            process.Launch();
        }

        using var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(random.Next(20, round % 5 == 0 ? 400 : 1_500)));
        await moment.WaitForNextTickAsync();
        await process.Kill9();
    }
}
