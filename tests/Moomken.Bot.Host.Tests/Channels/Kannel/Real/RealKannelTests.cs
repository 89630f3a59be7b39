using Moomken.Bot.Conversations;
using Moomken.Bot.Host.Tests.Channels.Telegram;
using Moomken.Bot.Host.Tests.Service;
using Moomken.Bot.Incidents;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Kannel.Real;

/// <summary>Through the real Kannel of Debian, with the configuration that docs/kannel ships.</summary>
[Collection(ServiceTests.Name)]
public sealed class RealKannelTests
{
    private const string Fatima = "+218911234567";

    [Fact]
    public async Task A_whole_report_in_Arabic_goes_there_and_back_by_SMS()
    {
        await using var service = await SmsService.Started();
        (string Says, string Expects)[] conversation =
        [
            ("السلام عليكم", "Welcome to Moomken"),
            ("١", "هل توافقون؟"),
            ("أوافق", "1 إبلاغ عن حادث"),
            ("بلاغ", "هل أنتم في مكان آمن الآن؟"),
            ("1", "ماذا حدث؟"),
            ("ناس مسلحين اقتحموا المركز، والطابور هرب 😟", "مسلحون في المركز أو حوله"),
            ("۱", "أين حدث؟"),
            ("مصراتة", "متى حدث؟"),
            ("الآن", "مراجعة البلاغ"),
            ("إرسال مع التواصل", "وصل بلاغكم، شكرا لكم. الرمز"),
        ];
        for (var turn = 0; turn < conversation.Length; turn++)
        {
            Assert.True(await service.Phones.Says(Fatima, conversation[turn].Says));
            Assert.Contains(conversation[turn].Expects, await service.Phones.Next(Fatima, turn), StringComparison.Ordinal);
        }

        Assert.Contains("مسلحون", await service.Phones.Next(SmsService.DutyPhone, 0), StringComparison.Ordinal);
        // Taken by the operator, and on the phone: two reports for each message, in any order.
        await Waiting.Until(() => service.Hook.Reports.Count == (conversation.Length + 1) * 2);
        Assert.Equal(conversation.Length + 1, service.Hook.Reports.Count(status => status == "1"));
        Assert.Equal(0, await service.Process.Terminate());

        var incident = Assert.Single(await service.Stored(store => store.Scan(Incident.Documents, 10)));
        Assert.Equal("ناس مسلحين اقتحموا المركز، والطابور هرب 😟", incident.Latest.Text);
        Assert.Contains(incident.ShownCode, service.Phones.MessagesTo(Fatima)[^1], StringComparison.Ordinal);
        Assert.All(await service.Stored(store => store.Scan(Conversation.Documents, 10)), open => Assert.Empty(open.Pending));
        Assert.Empty(await service.Stored(store => store.Scan(FailedMessage.Documents, 10)));
        Assert.Empty(await service.Stored(store => store.Scan(DeadLetter.Documents, 10)));
        AssertNothingPersonal(service);
    }

    [Fact]
    public async Task What_operators_do_to_messages_is_understood()
    {
        await using var service = await SmsService.Started();

        // The same phone, written in two ways, is one person: the second message goes on where the first began.
        await service.Phones.Says("00218911234567", "مرحبا");
        await service.Phones.Next(Fatima, 0);
        await service.Phones.Says("0911234567", "1");
        Assert.Contains("هل توافقون؟", await service.Phones.Next(Fatima, 1), StringComparison.Ordinal);

        // An operator that missed Kannel's answer hands the same message in again: Kannel gives it another id.
        await service.Phones.Says(Fatima, "أوافق على ما تقولون");
        await service.Phones.Says(Fatima, "أوافق على ما تقولون");
        await Waiting.Until(() => service.Hook.Acknowledged.Values.Count(text => text == "أوافق على ما تقولون") == 2);
        var replies = service.Phones.MessagesTo(Fatima).Count;

        // A long message in two parts, the second one first, is one message; the next reply shows that the repeat had none.
        await service.Phones.SaysPart(Fatima, 7, 2, 2, "end of it.");
        await service.Phones.SaysPart(Fatima, 7, 2, 1, "A long one, up to the ");
        await service.Phones.Next(Fatima, 3);
        Assert.Contains(service.Hook.Acknowledged.Values, text => text == "A long one, up to the end of it.");

        // The operator's own notices and services are kept and not answered; a loop with ourselves is not begun.
        await service.Phones.Says("AlMadar", "رصيدك 3.5 دينار");
        await service.Phones.Says("1415", "عرض اليوم");
        await service.Phones.Says(KannelBoxes.From, "مرحبا بكم في «ممكن»");
        await Waiting.Until(() => service.Hook.Acknowledged.Count == 8);
        Assert.InRange(replies, 2, 3);
        Assert.Equal(4, service.Phones.MessagesTo(Fatima).Count);
        Assert.Equal(0, await service.Process.Terminate());
        Assert.Equal(["not_a_phone", "not_a_phone"], (await service.Stored(store => store.Scan(DeadLetter.Documents, 10))).Select(letter => letter.Reason));
        Assert.Single(await service.Stored(store => store.Scan(Conversation.Documents, 10)));
    }

    [Fact]
    public async Task With_two_operators_each_person_is_answered_by_the_link_and_from_the_number_to_which_they_wrote()
    {
        await using var service = await SmsService.Started(twoOperators: true);
        const string Salem = "+218921234567";
        var (almadar, libyana) = (service.Phones, service.SecondPhones!);
        Assert.True(await almadar.Says(Fatima, "السلام عليكم"));
        Assert.True(await libyana.Says(Salem, "السلام عليكم"));
        await almadar.Next(Fatima, 0);
        await libyana.Next(Salem, 0);

        // The same person by the other operator: another conversation, answered there.
        Assert.True(await libyana.Says(Fatima, "مرحبا بكم"));
        await libyana.Next(Fatima, 0);

        // A coordinator who never wrote is told by the link that the roster names.
        foreach (var said in new[] { "١", "أوافق", "خطر" })
        {
            var before = libyana.MessagesTo(Salem).Count;
            Assert.True(await libyana.Says(Salem, said));
            await libyana.Next(Salem, before);
        }

        await libyana.Next(SmsService.DutyPhone, 0);
        await Waiting.Until(() => service.Hook.Reports.Count == 2 * (almadar.MessagesTo(Fatima).Count + libyana.MessagesTo(Fatima).Count + libyana.MessagesTo(Salem).Count + libyana.MessagesTo(SmsService.DutyPhone).Count));
        Assert.Equal(0, await service.Process.Terminate());

        Assert.Equal([KannelBoxes.From], almadar.Senders);
        Assert.Equal([SmsService.SecondFrom], libyana.Senders);
        Assert.Empty(almadar.MessagesTo(Salem));
        Assert.Empty(almadar.MessagesTo(SmsService.DutyPhone));
        Assert.Single(almadar.MessagesTo(Fatima));
        var conversations = await service.Stored(store => store.Scan(Conversation.Documents, 10));
        Assert.Equal(["kannel", "kannel-libyana", "kannel-libyana", "kannel-libyana"], conversations.Select(conversation => conversation.Channel).Order());
        Assert.All(conversations, open => Assert.Empty(open.Pending));
        Assert.Empty(await service.Stored(store => store.Scan(FailedMessage.Documents, 10)));
    }

    private static void AssertNothingPersonal(SmsService service)
    {
        foreach (var canary in new[] { "911234567", "مسلحين", KannelBoxes.SendPassword, KannelBoxes.StatusPassword, SmsService.Secret })
        {
            Assert.DoesNotContain(canary, service.Process.Output, StringComparison.Ordinal);
        }
    }
}
