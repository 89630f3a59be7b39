using System.Collections.Concurrent;
using System.Collections.Immutable;
using Moomken.Bot.Conversations;
using Moomken.Bot.Host.Tests.Channels.Telegram;
using Moomken.Bot.Host.Tests.Service;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Kannel.Real;

/// <summary>
/// bearerbox, smsbox and the service are killed with -9 while people report by SMS. What the service said 200 to, it has, and
/// once. Every text is unlike any other, so that it can be found again. <c>MOOMKEN_KANNEL_KILLS</c> sets how many kills.
/// </summary>
[Collection(ServiceTests.Name)]
public sealed class KannelCrashTests(ITestOutputHelper output)
{
    private static readonly ImmutableArray<string> People = [.. Enumerable.Range(0, 6).Select(i => $"+21891000000{i}")];
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("MOOMKEN_KANNEL_KILLS"), out var kills) ? kills : 10;
    private readonly Random random = new(11);

    [Fact]
    public async Task Whatever_is_killed_nothing_that_we_acknowledged_is_lost_or_done_twice()
    {
        await using var service = await SmsService.Started();
        await Task.WhenAll(People.Select(phone => WalkToDetails(service, phone)));
        var said = new ConcurrentDictionary<string, byte>();
        var killing = true;
        var talk = Task.WhenAll(People.Select(phone => Tell(service, phone, said, () => killing)));
        for (var kill = 0; kill < Kills && !talk.IsFaulted; kill++)
        {
            await Kill(service, kill);
        }

        killing = false;
        await talk;
        await service.Kannel.Ready();
        await Task.WhenAll(People.Select(phone => Last(service, phone, said)));
        Assert.Equal(0, await service.Process.Terminate());
        await service.Stored(store => Check(store, service, said));
    }

    [Fact]
    public async Task Of_a_burst_smsbox_loses_at_most_what_it_has_in_its_hands_when_it_is_killed()
    {
        await using var service = await SmsService.Started();
        var said = Enumerable.Range(0, 120).Select(i => $"مرحبا رقم {i}").ToList();
        var (smsboxKills, next) = (3, 0);
        foreach (var text in said)
        {
            Assert.True(await service.Phones.Says($"+2189200{next++:D5}", text));
        }

        for (var kill = 1; kill <= smsboxKills; kill++)
        {
            await Waiting.Until(() => service.Hook.Acknowledged.Count >= kill * 25);
            service.Kannel.KillSmsbox();
        }

        await Waiting.Until(() => service.Hook.Acknowledged.Count >= said.Count - smsboxKills);
        await Drained(service);
        Assert.InRange(said.Except(service.Hook.Acknowledged.Values).Count(), 0, smsboxKills);
        Assert.Equal(0, await service.Process.Terminate());
        Assert.Equal(service.Hook.Acknowledged.Values.Distinct().Count(), await service.Stored(store => store.Scan(Conversation.Documents, 1000).Count));
        output.WriteLine($"{said.Count} SMS, {smsboxKills} kills, {said.Except(service.Hook.Acknowledged.Values).Count()} lost in smsbox's hands.");
    }

    /// <summary>Nothing waits in bearerbox any more.</summary>
    private static async Task Drained(SmsService service)
    {
        while (await service.Kannel.Status() is not { } status || !status.Contains("<storesize>0<", StringComparison.Ordinal))
        {
            await Task.Yield();
        }
    }

    private static async Task WalkToDetails(SmsService service, string phone)
    {
        (string Says, string Expects)[] way =
        [
            ("مرحبا", "Welcome"), ("العربية", "هل توافقون"), ("أوافق", "بماذا نساعدكم"), ("بلاغ", "مكان آمن"), ("1", "ماذا حدث؟"),
            ("١", "ما الأقرب"), ("۱", "أين حدث"), ("تخطي", "متى حدث"), ("الآن", "ما الذي حدث؟"),
        ];
        for (var step = 0; step < way.Length; step++)
        {
            await service.Phones.Says(phone, way[step].Says);
            Assert.Contains(way[step].Expects, await service.Phones.Next(phone, step), StringComparison.Ordinal);
        }
    }

    /// <summary>One text after the other; who gets no answer for a while says something else.</summary>
    private static async Task Tell(SmsService service, string phone, ConcurrentDictionary<string, byte> said, Func<bool> goOn)
    {
        for (var number = 1; goOn(); number++)
        {
            await Say(service, phone, $"واقعة «{phone[^2..]}-{number}» في المركز", said);
        }
    }

    private static async Task<bool> Say(SmsService service, string phone, string text, ConcurrentDictionary<string, byte> said)
    {
        var before = service.Phones.MessagesTo(phone).Count;
        if (await service.Phones.Says(phone, text))
        {
            said[text] = 0;
        }

        return await service.Phones.TryNext(phone, before, TimeSpan.FromSeconds(4)) is not null;
    }

    /// <summary>When all is up again the service answers, and everything before it has been answered too.</summary>
    private static async Task Last(SmsService service, string phone, ConcurrentDictionary<string, byte> said)
    {
        for (var number = 1; !await Say(service, phone, $"آخر «{phone[^2..]}-{number}»", said); number++)
        {
            Assert.InRange(number, 1, 20);
        }
    }

    /// <summary>By turns; bearerbox less often, since smsbox takes ten seconds to find it again.</summary>
    private async Task Kill(SmsService service, int round)
    {
        using (var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(random.Next(50, 1_500))))
        {
            await moment.WaitForNextTickAsync();
        }

        if (round % 6 == 5)
        {
            service.Kannel.KillBearerbox();
        }
        else if (round % 2 == 0)
        {
            await service.Process.Kill9();
            await service.Process.Start();
        }
        else
        {
            service.Kannel.KillSmsbox();
        }
    }

    private bool Check(IStoreReader store, SmsService service, ConcurrentDictionary<string, byte> said)
    {
        var conversations = store.Scan(Conversation.Documents, 100).Where(conversation => conversation.Session.Top is not null).ToList();
        Assert.Equal(People.Length, conversations.Count);
        var kept = conversations.SelectMany(conversation => conversation.Session.Top!.Slots.Values)
            .SelectMany(answer => (answer.Value ?? "").Split('\n')).Where(said.ContainsKey).ToList();
        var acknowledged = service.Hook.Acknowledged.Values.Where(said.ContainsKey).ToList();
        Assert.Distinct(kept);
        Assert.Distinct(acknowledged);
        Assert.Empty(acknowledged.Except(kept));
        Assert.All(conversations, conversation => Assert.Empty(conversation.Pending));
        // A reply may be cut off twice in the act. Nobody knows whether it arrived; it is kept, and not sent a third time.
        var inDoubt = store.Scan(FailedMessage.Documents, 100);
        Assert.All(inDoubt, failed => Assert.StartsWith("unknown: ", failed.Reason, StringComparison.Ordinal));
        Assert.Empty(store.Scan(DeadLetter.Documents, 10));
        output.WriteLine(
            $"{Kills} kills, {said.Count} texts said, {acknowledged.Count} acknowledged and all of them kept once, {said.Count - kept.Count} lost before they reached us, "
            + $"{service.Hook.Calls} calls, {inDoubt.Count} replies in doubt, {People.Sum(phone => service.Phones.MessagesTo(phone).Count)} replies on phones.");
        Assert.True(acknowledged.Count > People.Length * 4, "the load did hardly anything");
        return true;
    }
}
