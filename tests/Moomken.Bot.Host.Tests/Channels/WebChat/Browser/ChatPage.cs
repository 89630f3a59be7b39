using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.WebChat.Browser;

/// <summary>Our chat page as a person has it before them.</summary>
public sealed class ChatPage : IAsyncDisposable
{
    private readonly IBrowserContext context;

    public ChatPage(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
        page.PageError += (_, error) => Complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("net::ERR_", StringComparison.Ordinal))
            {
                Complaints.Add(message.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Script errors and policy violations. A lost connection is no fault of the page.</summary>
    public List<string> Complaints { get; } = [];

    public ILocator Words => Page.Locator("#log .words");

    public ILocator Text => Page.Locator("#text");

    public ILocator State => Page.Locator("#state");

    /// <summary>Waits for a bot line with these words.</summary>
    public Task HearAsync(string words) => Assertions.Expect(Page.Locator(".theirs .words", new() { HasTextString = words }).Last).ToBeVisibleAsync();

    public ILocator Button(string label) => Page.Locator("button.choice", new() { HasTextString = label });

    public async Task SayAsync(string text)
    {
        await Text.FillAsync(text);
        await Text.PressAsync("Enter");
    }

    /// <summary>Everything said so far, in order; own lines begin with a colon.</summary>
    public async Task<IReadOnlyList<string>> TranscriptAsync() => await Page.EvaluateAsync<string[]>(
        "() => Array.from(document.querySelectorAll('#log .line'), line => (line.classList.contains('mine') ? ':' : '') + Array.from(line.querySelectorAll('.words, .bubble a'), words => words.textContent || words.querySelector('img').alt).join('|'))");

    /// <summary>No serious fault for a screen reader, nothing wider than the screen, no complaint of the browser.</summary>
    public async Task AssertUsableAsync(string picture)
    {
        Directory.CreateDirectory(Artifacts);
        await Page.ScreenshotAsync(new() { Path = Path.Combine(Artifacts, picture + ".png") });
        var result = await Page.RunAxe();
        Assert.Empty(result.Violations.Where(fault => fault.Impact is "serious" or "critical")
            .Select(fault => $"{fault.Id}: {fault.Help} {string.Join(' ', fault.Nodes.Select(node => node.Html))}"));
        Assert.Equal(0, await Page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth)"));
        Assert.Empty(await Page.EvaluateAsync<string[]>(
            """
            () => Array.from(document.querySelectorAll('button, a, textarea'))
              .filter(target => target.offsetParent && !target.matches('.out'))
              .filter(target => target.getBoundingClientRect().height < 44 || target.getBoundingClientRect().width < 44)
              .map(target => target.outerHTML)
            """));
        Assert.Empty(Complaints);
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    private static string Artifacts => Path.Combine(Repository.Root, "tests", "artifacts");
}
