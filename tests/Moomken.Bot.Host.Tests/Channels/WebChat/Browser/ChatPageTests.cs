using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Host.Tests.Channels.WebChat.Support;
using Moomken.Bot.Messages;
using SkiaSharp;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Moomken.Bot.Host.Tests.Channels.WebChat.Browser;

/// <summary>A person at our chat page, in real Chromium.</summary>
public partial class ChatPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData("ar", 360)]
    [InlineData("ar", 1280)]
    [InlineData("en", 360)]
    [InlineData("en", 1280)]
    public async Task A_person_talks_presses_sends_a_photo_and_finds_it_all_after_a_reload(string language, int width)
    {
        await using var host = await StartAsync(language);
        await using var chat = await chromium.OpenAsync(host.Origin, width);
        var words = ChatWords.In(language);

        await chat.Page.GotoAsync($"/chat?lang={language}");
        await chat.HearAsync(words.Welcome);
        await chat.AssertUsableAsync($"chat-{language}-{width}-welcome");
        await chat.Button(words.Report).ClickAsync();
        await chat.HearAsync(words.What);
        await chat.SayAsync(words.Story);
        await chat.HearAsync(words.Kept);
        await chat.Page.Locator("#files").SetInputFilesAsync(new FilePayload { Name = "صورة.png", MimeType = "image/png", Buffer = Photo() });
        await chat.HearAsync(words.Photo);
        await Expect(chat.Page.Locator("#log img")).ToHaveJSPropertyAsync("complete", true);
        await chat.AssertUsableAsync($"chat-{language}-{width}");
        var before = await chat.TranscriptAsync();
        await chat.Page.ReloadAsync();
        await chat.HearAsync(words.Photo);

        Assert.Equal(before, await chat.TranscriptAsync());
        Assert.Equal([words.Welcome, ":" + words.Report, words.What, ":" + words.Story, words.Kept, $":{words.PhotoLabel}: صورة.png", words.Photo], before);
        Assert.Equal(["/start", null, words.Story, null], host.Bot.Taken.Select(message => message.Text));
        Assert.Equal("1:report", host.Bot.Taken.ElementAt(1).Button);
        Assert.Equal(language == "ar" ? "rtl" : "ltr", await chat.Page.Locator("html").GetAttributeAsync("dir"));
        await chat.AssertUsableAsync($"chat-{language}-{width}-reloaded");
    }

    [Fact]
    public async Task What_is_written_while_the_service_is_away_arrives_once_when_it_is_back()
    {
        await using var host = await StartAsync("ar");
        await using var chat = await chromium.OpenAsync(host.Origin, 360);
        await chat.Page.GotoAsync("/chat");
        await chat.HearAsync(ChatWords.Arabic.Welcome);

        await host.StopAsync();
        await Expect(chat.State).ToHaveTextAsync(Away());
        await chat.SayAsync("كُتب بلا اتصال");
        await chat.SayAsync("وهذا أيضًا");
        await chat.Page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root, "tests", "artifacts", "chat-ar-360-away.png") });
        await chat.Page.EvaluateAsync("() => { window.kept = Object.keys(localStorage).filter(key => key.startsWith('moomken.out.')).length }");
        await host.RestartAsync();
        await Expect(chat.Page.Locator(".theirs .words", new() { HasTextString = ChatWords.Arabic.Kept })).ToHaveCountAsync(2, new() { Timeout = 60_000 });

        Assert.Equal(2, await chat.Page.EvaluateAsync<int>("() => window.kept"));
        Assert.Equal(["/start", "كُتب بلا اتصال", "وهذا أيضًا"], host.Bot.Taken.Select(message => message.Text));
        Assert.Equal(2, (await chat.TranscriptAsync()).Count(line => line.StartsWith(':')));
        Assert.Equal(0, await chat.Page.EvaluateAsync<int>("() => Object.keys(localStorage).filter(key => key.startsWith('moomken.out.')).length"));
        Assert.Empty(chat.Complaints);
    }

    [Fact]
    public async Task A_photo_chosen_without_a_connection_survives_a_closed_page()
    {
        await using var host = await StartAsync("ar");
        await using var chat = await chromium.OpenAsync(host.Origin, 360);
        await chat.Page.GotoAsync("/chat");
        await chat.HearAsync(ChatWords.Arabic.Welcome);

        await chat.Page.RouteAsync("**/upload**", route => route.AbortAsync());
        await chat.Page.Locator("#files").SetInputFilesAsync(new FilePayload { Name = "a.png", MimeType = "image/png", Buffer = Photo() });
        await Expect(chat.Page.Locator(".mine")).ToHaveCountAsync(1);
        await chat.Page.UnrouteAsync("**/upload**");
        await chat.Page.ReloadAsync();
        await chat.HearAsync(ChatWords.Arabic.Photo);

        Assert.Equal(Photo().Length, host.Bot.Taken.Last().Media.Single().Bytes);
    }

    [Fact]
    public async Task The_whole_conversation_can_be_had_with_the_keyboard_alone()
    {
        await using var host = await StartAsync("en");
        await using var chat = await chromium.OpenAsync(host.Origin, 1280);
        await chat.Page.GotoAsync("/chat?lang=en");
        await chat.HearAsync(ChatWords.English.Welcome);
        var keyboard = chat.Page.Keyboard;

        await TabToAsync(chat, "button.choice");
        await keyboard.PressAsync("Enter");
        await chat.HearAsync(ChatWords.English.What);
        await Expect(chat.Text).ToBeFocusedAsync(); // A question without buttons: the next thing is to write.
        await keyboard.TypeAsync("First line");
        await keyboard.PressAsync("Shift+Enter");
        await keyboard.TypeAsync("second line");
        await keyboard.PressAsync("Enter");
        await chat.HearAsync(ChatWords.English.Kept);
        foreach (var target in new[] { "#restart", "a[hreflang=ar]", "#attach", "#voice", "#location", "#scroll" })
        {
            await TabToAsync(chat, target);
            Assert.True(await chat.Page.EvaluateAsync<bool>("() => getComputedStyle(document.activeElement).outlineStyle !== 'none'"), target);
        }

        Assert.Equal("First line\nsecond line", host.Bot.Taken.Last().Text);
        Assert.Empty(chat.Complaints);
    }

    [Fact]
    public async Task Older_buttons_become_words_and_a_notice_between_leaves_them()
    {
        await using var host = await StartAsync("ar");
        await using var chat = await chromium.OpenAsync(host.Origin, 360);
        await chat.Page.GotoAsync("/chat");
        await chat.HearAsync(ChatWords.Arabic.Welcome);
        var to = host.Bot.Taken.Single().From;

        await host.Bot.Channel!.SendAsync(to, host.Bot.Say("تنبيه عام"), TestContext.Current.CancellationToken);
        await chat.HearAsync("تنبيه عام");
        await Expect(chat.Button(ChatWords.Arabic.Report)).ToBeVisibleAsync();
        await chat.SayAsync("سؤال آخر");
        await chat.HearAsync(ChatWords.Arabic.Kept);

        await Expect(chat.Page.Locator("button.choice:visible")).ToHaveCountAsync(0);
        await Expect(chat.Page.Locator(".offered")).ToContainTextAsync(ChatWords.Arabic.Report);
    }

    [Fact]
    public async Task A_place_and_a_voice_note_are_sent_with_one_button_each()
    {
        await using var host = await StartAsync("ar");
        await using var chat = await chromium.OpenAsync(host.Origin, 360);
        await chat.Page.GotoAsync("/chat");
        await chat.HearAsync(ChatWords.Arabic.Welcome);

        await chat.Page.Locator("#location").ClickAsync();
        await chat.HearAsync("32.8872");
        await chat.Page.Locator("#voice").ClickAsync();
        await Expect(chat.Page.Locator("#cancel-voice")).ToBeVisibleAsync();
        await chat.AssertUsableAsync("chat-ar-360-recording");
        await chat.Page.Locator("#voice").ClickAsync();
        await chat.HearAsync("وصل الصوت");

        Assert.Equal(13.1913, host.Bot.Taken.ElementAt(1).Location!.Value.Longitude, 3);
        Assert.Equal("voice", host.Bot.Taken.Last().Media.Single().Kind);
        Assert.True(host.Bot.Taken.Last().Media.Single().Bytes > 100);
    }

    [Fact]
    public async Task Starting_over_forgets_the_chat_here_and_at_the_service()
    {
        await using var host = await StartAsync("ar");
        await using var chat = await chromium.OpenAsync(host.Origin, 360);
        await chat.Page.GotoAsync("/chat");
        await chat.HearAsync(ChatWords.Arabic.Welcome);
        await chat.SayAsync("سري");
        await chat.HearAsync(ChatWords.Arabic.Kept);

        await chat.Page.Locator("#restart").ClickAsync();
        await chat.AssertUsableAsync("chat-ar-360-restart");
        await chat.Page.Locator("#ask-yes").ClickAsync();
        await Expect(chat.Page.Locator(".theirs")).ToHaveCountAsync(1);

        Assert.Equal([ChatWords.Arabic.Welcome], await chat.TranscriptAsync());
        Assert.Equal(2, host.Bot.Taken.Select(message => message.From).Distinct().Count());
        var old = await host.Store.ReadAsync(
            reader => reader.Get(Moomken.Bot.Host.Channels.WebChat.WebChatConversation.Documents, host.Bot.Taken.First().From.User), TestContext.Current.CancellationToken);
        Assert.True(old!.Forgotten);
    }

    [Fact]
    public async Task What_anybody_writes_stays_text()
    {
        await using var host = await StartAsync("ar");
        await using var chat = await chromium.OpenAsync(host.Origin, 360);
        const string Evil = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) **b** https://evil.example/";
        host.Bot.Answer = _ => [host.Bot.Say(Evil, Tongue.Arabic, new OutboundChoice("1:x", Evil, "1"))];
        chat.Page.Dialog += (_, dialog) => chat.Complaints.Add(dialog.Message);
        await chat.Page.GotoAsync("/chat");
        await chat.HearAsync("onerror");

        await chat.SayAsync(Evil);
        await Expect(chat.Page.Locator(".theirs")).ToHaveCountAsync(2);

        Assert.Equal([Evil, ":" + Evil, Evil], await chat.TranscriptAsync());
        Assert.Equal(0, await chat.Page.Locator("#log img, #log .words a").CountAsync());
        Assert.Empty(chat.Complaints);
    }

    [Theory]
    [InlineData("ar", 320, ColorScheme.Dark)]
    [InlineData("en", 320, ColorScheme.Dark)]
    [InlineData("ar", 320, ColorScheme.Light)]
    public async Task It_fits_a_very_small_screen_also_in_the_dark(string language, int width, ColorScheme scheme)
    {
        await using var host = await StartAsync(language);
        await using var chat = await chromium.OpenAsync(host.Origin, width, scheme);
        await chat.Page.GotoAsync($"/chat?lang={language}");
        await chat.HearAsync(ChatWords.In(language).Welcome);
        await chat.SayAsync(new string('ط', 300));
        await chat.HearAsync(ChatWords.In(language).Kept);

        await chat.AssertUsableAsync($"chat-{language}-{width}-{scheme}".ToLowerInvariant());
    }

    [Theory]
    [InlineData("ar", 360)]
    [InlineData("en", 1280)]
    public async Task The_hub_page_says_who_we_are_and_leads_to_the_chat(string language, int width)
    {
        await using var host = await WebChatHost.StartAsync(
            new() { ["WebChat:Handles:0:Name"] = "Telegram", ["WebChat:Handles:0:Handle"] = "@moomken_bot<b>" }, realTime: true);
        await using var chat = await chromium.OpenAsync(host.Origin, width);

        await chat.Page.GotoAsync($"/?lang={language}");

        await chat.AssertUsableAsync($"hub-{language}-{width}");
        await Expect(chat.Page.Locator("li")).ToContainTextAsync("@moomken_bot<b>");
        await chat.Page.Locator("a.go").ClickAsync();
        await Expect(chat.Page.Locator("html")).ToHaveAttributeAsync("lang", language);
        Assert.EndsWith($"/chat?lang={language}", chat.Page.Url);
    }

    internal static async Task<WebChatHost> StartAsync(string language)
    {
        var host = await WebChatHost.StartAsync(realTime: true);
        host.Bot.Answer = message => ChatWords.In(language).Answer(host.Bot, message);
        return host;
    }

    internal static byte[] Photo()
    {
        using var bitmap = new SKBitmap(320, 200);
        bitmap.Erase(SKColors.SteelBlue);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 90);
        return data.ToArray();
    }

    private static async Task TabToAsync(ChatPage chat, string selector)
    {
        for (var i = 0; i < 40; i++)
        {
            await chat.Page.Keyboard.PressAsync("Tab");
            if (await chat.Page.EvaluateAsync<bool>("wanted => document.activeElement.matches(wanted)", selector))
            {
                return;
            }
        }

        Assert.Fail($"{selector} cannot be reached with the Tab key.");
    }

    [GeneratedRegex("انقطع|لا يوجد اتصال")]
    private static partial Regex Away();
}
