using Microsoft.Playwright;
using Moomken.Bot.Evidence;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Tests.Channels.WebChat.Browser;
using Moomken.Bot.Host.Tests.Storage;
using Moomken.Bot.Incidents;
using SkiaSharp;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>A report from the first word to the case code, in real Chromium, against the running service that is killed on the way.</summary>
public class WebChatReportTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string[] ArabicBefore = ["العربية", "أوافق", "إبلاغ عن حادث", "نعم، في أمان", "العنف والتهديد والأمن", "مسلحون في المركز أو حوله"];
    private static readonly string[] EnglishBefore = ["English", "I agree", "Report an incident", "Yes, I am safe", "Violence and security", "Armed people at centre"];

    [Theory]
    [InlineData("ar", 360)]
    [InlineData("en", 1280)]
    public async Task A_person_reports_with_a_photo_while_the_service_is_killed_in_the_middle(string language, int width)
    {
        using var folder = new TemporaryFolder();
        await using var service = new ServiceProcess(folder.File("data"));
        await service.Start();
        await using var chat = await chromium.OpenAsync(service.Address, width);
        await chat.Page.GotoAsync($"/chat?lang={language}");
        var arabic = language == "ar";
        foreach (var label in arabic ? ArabicBefore : EnglishBefore)
        {
            await Press(chat, label);
        }

        await chat.HearAsync(arabic ? "أين حدث؟" : "Where did it happen?");
        await service.Kill9();
        await chat.SayAsync("طرابلس المركز");
        await service.Start();

        await Press(chat, arabic ? "الآن" : "Now");
        await chat.HearAsync(arabic ? "ما الذي حدث؟" : "What exactly happened?");
        await chat.Page.Locator("#files").SetInputFilesAsync(new FilePayload { Name = "صورة.png", MimeType = "image/png", Buffer = Photo() });
        await Press(chat, arabic ? "هذا كل شيء" : "That is all");
        await chat.AssertUsableAsync($"service-{language}-{width}-review");
        await Press(chat, arabic ? "إرسال دون هوية" : "Send anonymously");
        await chat.HearAsync(arabic ? "وصل بلاغكم" : "Your report has arrived");
        var before = await chat.TranscriptAsync();
        await chat.Page.ReloadAsync();
        await chat.HearAsync(arabic ? "وصل بلاغكم" : "Your report has arrived");

        Assert.Equal(before, await chat.TranscriptAsync());
        await chat.AssertUsableAsync($"service-{language}-{width}-sent");
        await AssertKept(service, folder.File("data"));
    }

    private static async Task Press(ChatPage chat, string label)
    {
        // The whole label: "I agree" is part of the other one's.
        var button = chat.Page.GetByRole(AriaRole.Button, new() { Name = label, Exact = true }).Last;
        await Assertions.Expect(button).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await button.ClickAsync();
    }

    /// <summary>One report, nobody's, with its photo kept and a view of it.</summary>
    private static async Task AssertKept(ServiceProcess service, string data)
    {
        await service.Until(() => Task.FromResult(Directory.EnumerateFiles(data, "*.view", SearchOption.AllDirectories).Any()));
        await service.Terminate();
        using var storage = OpenStorage.Open(data);
        await using var store = storage.Store;
        var incident = Assert.Single(await store.ReadAsync(reader => reader.Scan(Incident.Documents, 10)));
        Assert.Equal(("VIO-1", "LY021104", null), (incident.Latest.Subtype, incident.Latest.PlaceId, incident.ReporterId));
        var photo = await store.ReadAsync(reader => reader.Get(EvidenceItem.Documents, Assert.Single(incident.Latest.Evidence)));
        Assert.Equal((EvidenceState.Kept, "image/png", true), (photo!.State, photo.ContentType, photo.HasView));
    }

    private static byte[] Photo()
    {
        using var bitmap = new SKBitmap(64, 48);
        bitmap.Erase(SKColors.SteelBlue);
        return bitmap.Encode(SKEncodedImageFormat.Png, 100).ToArray();
    }
}
