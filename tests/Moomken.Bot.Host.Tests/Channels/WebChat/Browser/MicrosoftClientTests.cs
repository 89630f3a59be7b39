using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using Moomken.Bot.Host.Tests.Channels.WebChat.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Moomken.Bot.Host.Tests.Channels.WebChat.Browser;

/// <summary>Microsoft's own clients, unchanged, against our endpoint.</summary>
public class MicrosoftClientTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly ChatWords Words = ChatWords.Arabic;

    [Theory]
    [InlineData("ws")]
    [InlineData("poll")]
    public async Task Directlinejs_talks_presses_and_uploads(string mode)
    {
        await NodeModules.EnsureAsync();
        await using var host = await ChatPageTests.StartAsync("ar");

        var printed = await NodeModules.RunAsync(
            "node", ["directline.mjs", host.Origin, mode], ("PHOTO", Convert.ToBase64String(ChatPageTests.Photo())), ("LAST", Words.Photo));

        var seen = JsonNode.Parse(printed)!;
        Assert.Equal(
            [Words.Welcome, Words.Report, Words.What, "مرحبا", Words.Kept, "صورة.png", Words.Photo],
            seen["texts"]!.AsArray().Select(text => (string)text!));
        Assert.Equal(["a", "b", "c", "d"], seen["echoed"]!.AsArray().Select(id => (string?)id));
        Assert.StartsWith("dl_", (string)Assert.Single(seen["from"]!.AsArray())!);
        Assert.Equal([0, 1, 2], seen["statuses"]!.AsArray().Select(status => (int)status!));
        Assert.Equal(["/start", null, "مرحبا", null], host.Bot.Taken.Select(message => message.Text));
        Assert.Equal(("1:report", "photo"), (host.Bot.Taken.ElementAt(1).Button, host.Bot.Taken.Last().Media.Single().Kind));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Web_Chat_talks_presses_uploads_and_shows_labels(string webSocket)
    {
        await NodeModules.EnsureAsync();
        await using var host = await WebChatHost.StartAsync(realTime: true, more: app => MapWebChatPage(app, webSocket));
        host.Bot.Answer = message => Words.Answer(host.Bot, message);
        await using var chat = await chromium.OpenAsync(host.Origin, 1280);
        var page = chat.Page;
        var outside = new List<string>();
        await page.RouteAsync(url => !url.StartsWith(host.Origin, StringComparison.Ordinal) && url.StartsWith("http", StringComparison.Ordinal), route =>
        {
            outside.Add(route.Request.Url);
            return route.AbortAsync();
        });

        await page.GotoAsync("/test/webchat");
        await page.Locator(".webchat__suggested-actions__button", new() { HasTextString = Words.Report }).ClickAsync();
        await ShowsAsync(page, Words.What);
        await page.Locator("[data-id=webchat-sendbox-input]").FillAsync("مرحبا");
        await page.Keyboard.PressAsync("Enter");
        await ShowsAsync(page, Words.Kept);
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "صورة.png", MimeType = "image/png", Buffer = ChatPageTests.Photo() });
        await page.WaitForFunctionAsync("() => window.store.getState().sendBoxAttachments.length === 1"); // It makes a small picture first.
        await page.Locator("[data-id=webchat-sendbox-input]").PressAsync("Enter");
        await ShowsAsync(page, Words.Photo);
        await ShowsAsync(page, Words.Report);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root, "tests", "artifacts", $"microsoft-webchat-{webSocket}.png") });

        Assert.Equal("1:report", host.Bot.Taken.ElementAt(1).Button);
        Assert.Equal(("مرحبا", "photo"), (host.Bot.Taken.ElementAt(2).Text, host.Bot.Taken.Last().Media.Single().Kind));
        Assert.Equal(4, host.Bot.Taken.Count);
        Assert.Equal(0, await page.GetByText("لم يتم الإرسال").CountAsync());
        Assert.Empty(chat.Complaints);
        Assert.Empty(outside);
    }

    private static Task ShowsAsync(IPage page, string words) =>
        Expect(page.Locator("[class*=bubble]", new() { HasTextString = words.Split('\n')[0] }).First).ToBeVisibleAsync();

    /// <summary>A page as a site of Microsoft's documentation has it, with the library from npm; only in tests.</summary>
    private static void MapWebChatPage(WebApplication app, string webSocket)
    {
        app.MapGet("/test/webchat.js", () => Results.File(
            Path.Combine(NodeModules.Folder, "node_modules", "botframework-webchat", "dist", "webchat.js"), "text/javascript"));
        app.MapGet("/test/webchat", () => Results.Content(
            $$"""
            <!doctype html><html lang="ar"><head><title>Web Chat</title><link rel="icon" href="data:,"><style>html,body,#webchat{height:100%;margin:0}</style>
            <script src="/test/webchat.js"></script></head><body><div id="webchat"></div><script>
            (async () => {
              const { token } = await (await fetch('/v3/directline/tokens/generate', { method: 'POST' })).json();
              const store = window.store = window.WebChat.createStore({}, ({ dispatch }) => next => action => {
                if (action.type === 'DIRECT_LINE/CONNECT_FULFILLED') {
                  dispatch({ type: 'WEB_CHAT/SEND_EVENT', payload: { name: 'webchat/join', value: { language: 'ar-LY' } } });
                }
                return next(action);
              });
              window.WebChat.renderWebChat({
                directLine: window.WebChat.createDirectLine({ token, domain: location.origin + '/v3/directline', webSocket: {{webSocket}} }),
                locale: 'ar-EG', store,
              }, document.getElementById('webchat'));
            })();
            </script></body></html>
            """,
            "text/html; charset=utf-8"));
    }
}
