using System.Diagnostics;
using Moomken.Bot.Conversations;
using Moomken.Bot.Fakes.Twilio;
using Moomken.Bot.Incidents;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>
/// Three processes on one PostgreSQL, people on WhatsApp, callbacks to any of the nodes, one killed with -9 every few seconds. Where reports come,
/// the note before each attempt, the takeover and the look-up together leave nothing to chance: nothing is lost, and nothing comes twice.
/// </summary>
[Collection(ServiceTests.Name)]
public class TwilioNodesCrashTests(ITestOutputHelper output)
{
    private const int People = 8;
    private static readonly TimeSpan KillingTime = TimeSpan.FromSeconds(30);
    private readonly Random random = new(37);

    [Fact]
    public async Task Of_three_nodes_one_is_killed_every_few_seconds_and_nothing_comes_twice_on_whatsapp()
    {
        await using var nodes = await TelegramNodes.Make(3);
        await using var twilio = await FakeTwilio.Start();
        Connect(nodes, twilio);
        await nodes.Processes[0].Start();
        await Task.WhenAll(nodes.Processes.Skip(1).Select(process => process.Start()));
        var walkers = Enumerable.Range(0, People).Select(i => new TwilioWalker(twilio, $"+21891124{i:d4}", seed: i)).ToList();
        var walking = true;
        var walks = Task.WhenAll(walkers.Select(walker => walker.Walk(() => walking)));
        var kills = 0;
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < KillingTime && !walks.IsFaulted; kills++)
        {
            using var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(random.Next(1_000, 3_000)));
            await moment.WaitForNextTickAsync();
            await nodes.Processes[0].Until(async () => await Ready(nodes) >= 2);
            var victim = nodes.Processes[random.Next(3)];
            await victim.Kill9();
            victim.Launch();
        }

        walking = false;
        Assert.True(!walks.IsFaulted, $"{walks.Exception?.GetBaseException().Message}\n{nodes.Output}");
        await walks;
        await nodes.Processes[0].Until(() => nodes.Stored(store => store.Scan(Conversation.Documents, 1_000).Where(IsWhatsApp).All(conversation => conversation.Pending.IsEmpty)));
        output.WriteLine($"{kills} kills, {walkers.Sum(walker => walker.Taken)} posts taken, {walkers.Sum(walker => walker.Reports)} reports; nothing lost, nothing twice.");
        await Check(nodes, twilio, walkers);
    }

    private static void Connect(TelegramNodes nodes, FakeTwilio twilio)
    {
        foreach (var process in nodes.Processes)
        {
            process.Set("Twilio__AccountSid", twilio.Account);
            process.Set("Twilio__AuthToken", twilio.Token);
            process.Set("Twilio__ApiBaseUrl", twilio.BaseUrl);
            process.Set("Twilio__WhatsAppFrom", twilio.WhatsAppNumber);
            process.Set("Twilio__SendTimeoutSeconds", "3");
            process.Set("Rates__WhatsAppPerSecond", "1000");
            process.Set("Rates__WhatsAppPerPersonPerSecond", "1000");
        }

        twilio.Retries = 2000;
        twilio.Patience = KillingTime + ServiceProcess.Patience;
        twilio.Connect(nodes.PublicUrl);
    }

    private static async Task Check(TelegramNodes nodes, FakeTwilio twilio, List<TwilioWalker> walkers)
    {
        Assert.All(walkers, walker => Assert.Equal((0, walker.Taken), (walker.Repeats, twilio.MessagesTo(walker.Person).Count)));
        await nodes.Stored(store =>
        {
            var incidents = store.Scan(Incident.Documents, 100_000);
            var told = incidents.SelectMany(incident => incident.Latest.Text?.Split('\n') ?? []).Where(line => line.Length > 0);
            Assert.Equal(walkers.SelectMany(walker => walker.Texts).Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
            Assert.Equal(walkers.Sum(walker => walker.Reports), incidents.Count);
            Assert.DoesNotContain(store.Scan(FailedMessage.Documents, 1_000), failed => store.Get(Conversation.Documents, failed.Conversation) is { } conversation && IsWhatsApp(conversation));
            Assert.Empty(store.Scan(DeadLetter.Documents, 10));
            return true;
        });
        Assert.Empty(twilio.Wrongs);
    }

    private static bool IsWhatsApp(Conversation conversation) => conversation.Channel == "whatsapp";

    private static async Task<int> Ready(TelegramNodes nodes) =>
        (await Task.WhenAll(nodes.Processes.Select(process => process.HasExited ? Task.FromResult(false) : process.Ready()))).Count(ready => ready);
}
