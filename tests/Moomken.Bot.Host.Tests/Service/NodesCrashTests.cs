using System.Diagnostics;
using System.Globalization;
using Moomken.Bot.Conversations;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>
/// Three processes on one PostgreSQL behind a load balancer without sticky sessions; one of them is killed with -9 every few seconds,
/// for two minutes. <c>MOOMKEN_NODES_SECONDS</c> sets how long.
/// </summary>
[Collection(ServiceTests.Name)]
public class NodesCrashTests(ITestOutputHelper output)
{
    private const int People = 30;
    private readonly Random random = new(29);

    [Fact]
    public async Task Of_three_nodes_one_is_killed_every_few_seconds_and_nothing_is_lost_or_done_twice()
    {
        await using var nodes = await TelegramNodes.Make(3);
        await nodes.Processes[0].Start();
        await nodes.KeepNotes();
        await Task.WhenAll(nodes.Processes.Skip(1).Select(process => process.Start()));
        var walkers = Enumerable.Range(0, People).Select(i => new Walker(nodes.Fake, 5_001 + i, seed: i)).ToList();
        var walking = true;
        var walks = Task.WhenAll(walkers.Select(walker => walker.Walk(() => walking)));
        var kills = new List<(long From, long To)>();
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < HowLong() && !walks.IsFaulted;)
        {
            await Pause(random.Next(1_500, 3_500));
            await nodes.Processes[0].Until(async () => await Ready(nodes) >= 2);
            var victim = nodes.Processes[random.Next(3)];
            var from = Stopwatch.GetTimestamp();
            await victim.Kill9();
            kills.Add((from, Stopwatch.GetTimestamp()));
            victim.Launch();
        }

        walking = false;
        Assert.True(!walks.IsFaulted, $"{walks.Exception?.GetBaseException().Message}\n{nodes.Output}");
        await walks;
        await Quiet(nodes, walkers);
        foreach (var process in nodes.Processes)
        {
            await process.Until(async () => process.HasExited || await process.Ready());
            Assert.Equal(0, await process.Terminate());
        }

        await Check(nodes, walkers, kills);
    }

    [Fact]
    public async Task A_sender_that_was_frozen_past_its_lease_sends_nothing_old_when_it_wakes_up()
    {
        await using var nodes = await TelegramNodes.Make(2);
        var (frozen, other) = (nodes.Processes[0], nodes.Processes[1]);
        await frozen.Start();
        await nodes.KeepNotes();
        await other.Start();
        var before = await nodes.Sender();
        var walkers = Enumerable.Range(0, 12).Select(i => new Walker(nodes.Fake, 6_001 + i, seed: i)).ToList();
        var walking = true;
        var walks = Task.WhenAll(walkers.Select(walker => walker.Walk(() => walking)));
        await Further(nodes, walkers, walks);

        // In the midst of turns and of sending; the others go on without it.
        var from = Stopwatch.GetTimestamp();
        await frozen.Signal("STOP");
        nodes.Route(other);
        await other.Until(async () => await nodes.Sender() is { } now && now != before);
        await Further(nodes, walkers, walks);
        await frozen.Signal("CONT");
        var to = Stopwatch.GetTimestamp();
        nodes.Route(frozen, other);
        await Further(nodes, walkers, walks);

        walking = false;
        await walks;
        await Quiet(nodes, walkers);
        await Check(nodes, walkers, [(from, to)], wakesUp: true);
    }

    /// <summary>Until the people have been answered some hundred times more.</summary>
    private static async Task Further(TelegramNodes nodes, List<Walker> walkers, Task walks)
    {
        var enough = walkers.Sum(walker => walker.Taken) + 300;
        await nodes.Processes[1].Until(async () =>
        {
            if (walks.IsFaulted)
            {
                await walks;
            }

            return walkers.Sum(walker => walker.Taken) >= enough;
        });
    }

    private async Task Check(TelegramNodes nodes, List<Walker> walkers, List<(long From, long To)> kills, bool wakesUp = false)
    {
        var noted = await nodes.Noted();
        var history = new History(nodes.Fake, [.. walkers.Select(walker => walker.Chat), TelegramService.DutyChat])
        {
            Times = kills,
            Noted = noted.Keys.ToHashSet(),
            Unnoted = kills.Count * (walkers.Count + 1),
        };
        var repeats = await nodes.Stored(store => history.Check(store, walkers));
        output.WriteLine(
            $"{kills.Count} kills, {walkers.Sum(walker => walker.Taken)} updates taken, {walkers.Sum(walker => walker.Reports)} reports, {history.Arrived} messages; "
            + $"nothing lost, {repeats} messages came twice, each from a node that died between the provider's yes and its note.");

        // Who sends what is noted already has not looked. Only one that wakes up may note late what left before it froze.
        Assert.InRange(noted.Values.Count(times => times > 1), 0, wakesUp ? repeats : 0);
        Assert.True(walkers.Sum(walker => walker.Taken) > kills.Count * 10, $"the load did hardly anything\n{nodes.Output}");
    }

    /// <summary>Until the last replies and alerts have arrived: a message that is pending and not noted is still on its way.</summary>
    private static async Task Quiet(TelegramNodes nodes, List<Walker> walkers)
    {
        var all = walkers.Sum(walker => walker.Taken);
        await nodes.Processes[0].Until(async () => walkers.Sum(walker => nodes.Fake.MessagesTo(walker.Chat).Count) >= all && await NothingPending(nodes));
    }

    /// <summary>On a busy machine a start takes long; a service of which no process ever gets up would prove nothing.</summary>
    private static async Task<int> Ready(TelegramNodes nodes) =>
        (await Task.WhenAll(nodes.Processes.Select(process => process.HasExited ? Task.FromResult(false) : process.Ready()))).Count(ready => ready);

    private static async Task<bool> NothingPending(TelegramNodes nodes)
    {
        var noted = await nodes.Noted();
        return await nodes.Stored(store => store.Scan(Conversation.Documents, 10_000).All(conversation => conversation.Pending.All(message => noted.ContainsKey(message.Id))));
    }

    private static async Task Pause(int milliseconds)
    {
        using var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(milliseconds));
        await moment.WaitForNextTickAsync();
    }

    private static TimeSpan HowLong() => TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("MOOMKEN_NODES_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 120);
}
