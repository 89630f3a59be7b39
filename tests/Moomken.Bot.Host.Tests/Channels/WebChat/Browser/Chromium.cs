using Microsoft.Playwright;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.WebChat.Browser;

/// <summary>The real browser, Debian's, started once for all tests of this folder.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Path = "/usr/bin/chromium";
    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Path))
        {
            throw new InvalidOperationException($"{Path} is missing. Install it with: apt-get install chromium fonts-noto-core fonts-noto-color-emoji");
        }

        // Patient: other work may share the machine, and a page that is late is not a page that is wrong.
        Assertions.SetDefaultExpectTimeout(20_000);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Path,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
            ],
        });
    }

    /// <summary>A page of a new profile. Whatever the page complains of (blocked by policy, script errors) is collected.</summary>
    public async Task<ChatPage> OpenAsync(string origin, int width, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await browser!.NewContextAsync(new()
        {
            BaseURL = origin,
            ViewportSize = new() { Width = width, Height = width < 600 ? 740 : 900 },
            ColorScheme = scheme,
            HasTouch = width < 600,
            Geolocation = new() { Latitude = 32.8872f, Longitude = 13.1913f },
            Permissions = ["geolocation", "microphone"],
        });
        context.SetDefaultTimeout(20_000);
        return new ChatPage(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }
}
