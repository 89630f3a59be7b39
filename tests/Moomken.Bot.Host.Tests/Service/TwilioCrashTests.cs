using System.Diagnostics;
using Moomken.Bot.Conversations;
using Moomken.Bot.Incidents;
using Moomken.Bot.Outbox;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>
/// Killed at any moment, nothing is lost and nothing comes twice: Twilio's list says what the dead process had sent, and it is
/// asked before anything is sent again.
/// </summary>
[Collection(ServiceTests.Name)]
public class TwilioCrashTests(ITestOutputHelper output)
{
    private const int People = 8;
    private static readonly TimeSpan KillingTime = TimeSpan.FromSeconds(25);
    private readonly Random random = new(31);

    [Theory]
    [InlineData(FaultPoints.AfterCommit, 3)]
    [InlineData(FaultPoints.AfterProviderAccept, 1)]
    [InlineData(FaultPoints.AfterProviderAccept, 4)]
    [InlineData(FaultPoints.BeforeSettle, 4)]
    public async Task A_death_at_the_worst_moment_doubles_nothing(string point, int times)
    {
        await using var service = await TwilioService.Make();
        service.Fake.Retries = 2000;
        service.Fake.KeepsWindow = false; // the coordinator's alerts are not what is tried here
        var walker = new TwilioWalker(service.Fake, "+218911230001", seed: times);
        await service.Process.Start($"{point}:{times}");
        var walk = walker.Walk(() => walker.Reports == 0);
        await service.Process.Ended(ServiceProcess.Patience);
        await service.Process.Start();
        await walk;

        Assert.Equal(0, walker.Repeats);
        await Check(service, [walker]);
    }

    [Fact]
    public async Task Killed_again_and_again_under_load_it_loses_nothing_and_doubles_nothing()
    {
        await using var service = await TwilioService.Make();
        service.Fake.Retries = 2000;
        service.Fake.KeepsWindow = false; // the coordinator's alerts are not what is tried here

        // What is in doubt is looked up fifteen seconds after a start: while no process lives so long, its person waits.
        service.Fake.Patience = KillingTime + ServiceProcess.Patience;
        var walkers = Enumerable.Range(0, People).Select(i => new TwilioWalker(service.Fake, $"+21891123{i:d4}", seed: i)).ToList();
        var killing = true;
        await service.Process.Start();
        var walks = Task.WhenAll(walkers.Select(walker => walker.Walk(() => killing)));
        var deaths = 0;
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < KillingTime && !walks.IsFaulted; deaths++)
        {
            using var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(random.Next(20, 1_500)));
            await moment.WaitForNextTickAsync();
            await service.Process.Kill9();
            await service.Process.Start();
        }

        killing = false;
        await walks;
        await Check(service, walkers);
        output.WriteLine($"{deaths} kills, {walkers.Sum(walker => walker.Taken)} posts taken, {walkers.Sum(walker => walker.Reports)} reports; nothing lost, {walkers.Sum(walker => walker.Repeats)} messages came twice.");
        Assert.Equal(0, walkers.Sum(walker => walker.Repeats));
    }

    /// <summary>Every post had its one effect and its one answer, and nothing is left over.</summary>
    private static async Task Check(TwilioService service, IReadOnlyList<TwilioWalker> walkers)
    {
        Assert.Equal(0, await service.Process.Terminate());
        Assert.All(walkers, walker => Assert.Equal(walker.Taken + walker.Repeats, service.Fake.MessagesTo(walker.Person).Count));
        await service.Stored(store =>
        {
            var incidents = store.Scan(Incident.Documents, 100_000);
            var told = incidents.SelectMany(incident => incident.Latest.Text?.Split('\n') ?? []).Where(line => line.Length > 0);
            Assert.Equal(walkers.SelectMany(walker => walker.Texts).Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
            Assert.Equal(walkers.Sum(walker => walker.Reports), incidents.Count);
            Assert.Empty(store.Scan(FailedMessage.Documents, 10));
            Assert.Empty(store.Scan(Moomken.Bot.Messages.DeadLetter.Documents, 10));

            // Not the coordinator's, who never wrote: the alert of the last report may be on its way when the walkers are done.
            Assert.All(store.Scan(Conversation.Documents, 10_000).Where(conversation => !conversation.NeverWrote), conversation => Assert.Empty(conversation.Pending));
            return true;
        });
        Assert.Empty(service.Fake.Wrongs);
    }
}
