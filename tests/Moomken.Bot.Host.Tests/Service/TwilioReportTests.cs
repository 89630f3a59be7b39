using Moomken.Bot.Evidence;
using Moomken.Bot.Fakes.Twilio;
using Moomken.Bot.Incidents;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using SkiaSharp;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>A report in Arabic from the first word to the case code, through the webhooks of the running service.</summary>
[Collection(ServiceTests.Name)]
public class TwilioReportTests
{
    private const string Fatima = "+218911234567";

    [Fact]
    public async Task A_person_reports_by_whatsapp_with_a_photo_and_a_place_while_the_service_is_killed_in_the_middle()
    {
        await using var service = await TwilioService.Started();
        var fake = service.Fake;
        Assert.Equal(200, await fake.Says(Fatima, "السلام عليكم"));
        foreach (var choice in (string[])["arabic", "agree", "/report", "safe", "more", "VIO", "VIO-1"])
        {
            await fake.Presses(await fake.NextMessageTo(Fatima), choice);
        }

        await fake.NextMessageTo(Fatima);
        await service.Process.Kill9();
        fake.Retries = 600; // the service is away longer on a busy machine than Twilio would wait
        var place = fake.SharesPlace(Fatima, 32.8872, 13.1913, "مدرسة الفتح");
        await service.Process.Start();
        Assert.Equal(200, await place);
        await Press(fake, "now");
        await fake.NextMessageTo(Fatima);
        await fake.SendsFile(Fatima, Photo(), "image/jpeg", "image", "مسلحون أمام الباب *الآن*");
        await Press(fake, "done");
        await Press(fake, "send_anonymous");
        var last = await fake.NextMessageTo(Fatima);

        Assert.Contains("وصل بلاغكم", last.Body, StringComparison.Ordinal);
        Assert.All(fake.MessagesTo(Fatima), message => Assert.True(message.IsWhatsApp));
        await service.Process.Until(() => Task.FromResult(Directory.EnumerateFiles(service.DataFolder, "*.view", SearchOption.AllDirectories).Any()));
        await fake.NextMessageTo(TwilioService.Coordinator);
        await AssertReported(service, last.Body);
        Assert.Empty(fake.Wrongs);
    }

    [Fact]
    public async Task A_person_reports_by_sms_with_numbers_and_words()
    {
        await using var service = await TwilioService.Started();
        var fake = service.Fake;
        foreach (var words in (string[])["السلام عليكم", "١", "١", "بلاغ", "١"])
        {
            await fake.SaysBySms(Fatima, words);
            await fake.NextMessageTo(Fatima);
        }

        await fake.SaysBySms(Fatima, "۱");
        await fake.NextMessageTo(Fatima);
        await fake.SaysBySms(Fatima, "1");
        await fake.NextMessageTo(Fatima);
        await fake.SaysBySms(Fatima, "طرابلس المركز");
        await fake.NextMessageTo(Fatima);
        await fake.SaysBySms(Fatima, "الآن");
        await fake.NextMessageTo(Fatima);
        await fake.SaysBySms(Fatima, "مسلحون أمام الباب");
        await fake.NextMessageTo(Fatima);
        await fake.SaysBySms(Fatima, "هذا كل شيء");
        await fake.NextMessageTo(Fatima);
        await fake.SaysBySms(Fatima, "إرسال دون هوية");
        var last = await fake.NextMessageTo(Fatima);

        Assert.Contains("وصل بلاغكم", last.Body, StringComparison.Ordinal);
        Assert.All(fake.MessagesTo(Fatima), message => Assert.False(message.IsWhatsApp));
        await service.Process.Terminate();
        var incident = Assert.Single(await service.Stored(store => store.Scan(Incident.Documents, 10)));
        Assert.Equal(("twilio-sms", "مسلحون أمام الباب"), (incident.Channel, incident.Latest.Text));
    }

    [Fact]
    public async Task Who_says_stop_hears_one_word_more_and_then_nothing_until_they_say_start()
    {
        await using var service = await TwilioService.Started();
        var fake = service.Fake;
        await fake.Says(Fatima, "السلام عليكم");
        await fake.NextMessageTo(Fatima);
        await fake.Says(Fatima, "إيقاف");
        var stopped = await fake.NextMessageTo(Fatima);
        await fake.Says(Fatima, "ابدأ");
        var started = await fake.NextMessageTo(Fatima);

        Assert.NotEqual(stopped.Body, started.Body);
        Assert.Equal(3, fake.MessagesTo(Fatima).Count);
    }

    [Fact]
    public async Task Whom_twilio_has_stopped_is_left_alone_and_comes_back_with_start()
    {
        await using var service = await TwilioService.Started();
        var fake = service.Fake;
        await fake.SaysBySms(Fatima, "السلام عليكم");
        await fake.NextMessageTo(Fatima);
        Assert.Equal(200, await fake.SaysBySms(Fatima, "CANCEL"));
        Assert.Equal(200, await fake.SaysBySms(Fatima, "START"));

        Assert.NotEmpty((await fake.NextMessageTo(Fatima)).Body);
        await service.Process.Terminate();
        Assert.Empty(await service.Stored(store => store.Scan(FailedMessage.Documents, 10)));
    }

    [Fact]
    public async Task A_sticker_and_a_card_are_answered_and_forgeries_change_nothing()
    {
        await using var service = await TwilioService.Started();
        var fake = service.Fake;
        await fake.Says(Fatima, "السلام عليكم");
        var first = await fake.NextMessageTo(Fatima);
        await fake.Post(fake.WhatsApp(Fatima, ("MessageType", "sticker"), ("NumMedia", "1"), ("MediaUrl0", "https://api.twilio.com/x"), ("MediaContentType0", "image/webp")));
        Assert.Contains("لا يصلنا", (await fake.NextMessageTo(Fatima)).Body, StringComparison.Ordinal);

        using var client = new HttpClient();
        using var forged = new HttpRequestMessage(HttpMethod.Post, service.Process.Address + "/webhooks/twilio/message")
        {
            Content = new FormUrlEncodedContent(fake.WhatsApp("+218900000000", ("Body", "مزور"))),
        };
        forged.Headers.Add("X-Twilio-Signature", Convert.ToBase64String(new byte[20]));
        using var refused = await client.SendAsync(forged);

        Assert.Equal(403, (int)refused.StatusCode);
        await fake.Presses(first, "arabic");
        await fake.NextMessageTo(Fatima);
        Assert.Empty(fake.MessagesTo("+218900000000"));
        Assert.DoesNotContain(Fatima, service.Process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(fake.Token, service.Process.Output, StringComparison.Ordinal);
    }

    private static async Task Press(FakeTwilio fake, string choice) => await fake.Presses(await fake.NextMessageTo(Fatima), choice);

    private static async Task AssertReported(TwilioService service, string answer)
    {
        await service.Process.Terminate();
        var incident = Assert.Single(await service.Stored(store => store.Scan(Incident.Documents, 10)));
        Assert.Equal(("whatsapp", "VIO-1", null, "مسلحون أمام الباب *الآن*"), (incident.Channel, incident.Latest.Subtype, incident.ReporterId, incident.Latest.Text));
        Assert.Contains(incident.ShownCode, answer, StringComparison.Ordinal);
        var photo = await service.Stored(store => store.Get(EvidenceItem.Documents, Assert.Single(incident.Latest.Evidence)));
        Assert.Equal((EvidenceState.Kept, "image/jpeg", true), (photo!.State, photo.ContentType, photo.HasView));

        // The coordinator has never written, so the alert came in the approved template, and nothing that Twilio must refuse was tried before.
        Assert.Single(service.Fake.Sent, message => message.To == "whatsapp:" + TwilioService.Coordinator);
        var alert = Assert.Single(service.Fake.MessagesTo(TwilioService.Coordinator));
        Assert.Equal(service.AlertTemplate, alert.Fields["ContentSid"]);
        Assert.Contains(incident.ShownCode, alert.Body, StringComparison.Ordinal);
        Assert.Empty(await service.Stored(store => store.Scan(DeadLetter.Documents, 10)));
    }

    private static byte[] Photo()
    {
        using var bitmap = new SKBitmap(64, 48);
        bitmap.Erase(SKColors.SteelBlue);
        return bitmap.Encode(SKEncodedImageFormat.Jpeg, 90).ToArray();
    }
}
