using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Moomken.Bot.Host.Tests.Channels.WebChat.Browser;
using Moomken.Bot.Host.Tests.Channels.WebChat.Support;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.WebChat;

/// <summary>What the pages are made of and how they are sent.</summary>
public partial class PageTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src", "Moomken.Bot.Host", "Channels", "WebChat", "Page");

    [Theory]
    [InlineData("/")]
    [InlineData("/chat")]
    [InlineData("/chat?lang=en")]
    [InlineData("/chat?lang=%22%3E%3Cscript%3E")]
    public async Task Every_page_comes_with_the_strict_policy_and_without_inline_code(string path)
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = host.Caller();

        var page = await caller.SendAsync(HttpMethod.Get, path);
        var html = Encoding.UTF8.GetString(page.Body);

        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
            + $"connect-src 'self' ws://127.0.0.1:{host.Port}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
            page.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal(
            ("nosniff", "no-referrer", "same-origin", "same-origin", "geolocation=(self), microphone=(self), camera=()"),
            (Header("X-Content-Type-Options"), Header("Referrer-Policy"), Header("Cross-Origin-Opener-Policy"), Header("Cross-Origin-Resource-Policy"), Header("Permissions-Policy")));
        Assert.DoesNotMatch("<style|style=|<script(?![^>]*src=)|\\son[a-z]+=|https?://|\\{\\{", html);

        string Header(string name) => page.Headers.GetValues(name).Single();
    }

    [Fact]
    public async Task What_a_page_loads_is_there_typed_and_kept_by_the_browser()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = host.Caller();
        var html = Encoding.UTF8.GetString((await caller.SendAsync(HttpMethod.Get, "/chat")).Body);

        var addresses = Asset().Matches(html).Select(match => match.Value).ToList();

        Assert.Equal(8, addresses.Count);
        foreach (var address in addresses)
        {
            var asset = await caller.SendAsync(HttpMethod.Get, address);
            Assert.Equal(200, asset.Status);
            Assert.Equal("public, max-age=31536000, immutable", asset.Headers.CacheControl!.ToString());
            Assert.Matches("^(text/css|text/javascript|image/svg)", asset.ContentHeaders.ContentType!.ToString());
        }

        Assert.Equal("no-cache", (await caller.SendAsync(HttpMethod.Get, "/chat/assets/old/chat.js")).Headers.CacheControl!.ToString());
        Assert.Equal(404, (await caller.SendAsync(HttpMethod.Get, "/chat/assets/old/texts.ar.json")).Status);
    }

    [Fact]
    public async Task The_chat_can_be_turned_off()
    {
        await using var host = await WebChatHost.StartAsync(new() { ["WebChat:Enabled"] = "false" });
        using var caller = host.Caller();

        Assert.Equal(404, (await caller.SendAsync(HttpMethod.Get, "/chat")).Status);
        Assert.Equal(404, (await caller.SendAsync(HttpMethod.Post, "tokens/generate")).Status);
    }

    [Fact]
    public void The_page_is_small_enough_for_a_slow_line() =>
        Assert.InRange(Directory.GetFiles(Folder).Sum(file => new FileInfo(file).Length), 1, 60 * 1024);

    [Fact]
    public void Both_languages_have_every_text()
    {
        var (arabic, english) = (Texts("ar"), Texts("en"));
        var pages = string.Concat(Directory.GetFiles(Folder, "*.html").Concat(Directory.GetFiles(Folder, "*.js")).Select(File.ReadAllText));
        var used = Used().Matches(pages).Select(match => match.Groups[1].Value + match.Groups[2].Value)
            .Except(["lang", "dir", "assets", "handles", "texts"]).Distinct();

        Assert.Equal(arabic.Select(text => text.Key), english.Select(text => text.Key));
        Assert.Subset(arabic.Select(text => text.Key).ToHashSet(), used.ToHashSet());
        Assert.All(arabic.Where(text => text.Key is not ("otherLanguage" or "otherLang" or "comma")), text => Assert.Matches("[\u0600-\u06FF]", (string)text.Value!));
    }

    [Fact]
    public void Styles_know_no_left_and_no_right() =>
        Assert.DoesNotMatch(@"(?<![\w-])(left|right|margin-top|width|height|padding-left|float)\s*:", File.ReadAllText(Path.Combine(Folder, "chat.css")));

    /// <summary>Optional chaining, ?? and class fields came after ES2019 and stop a script whole on an older phone.</summary>
    [Fact]
    public void Scripts_use_nothing_newer_than_old_phones_know()
    {
        foreach (var file in Directory.GetFiles(Folder, "*.js"))
        {
            Assert.DoesNotMatch(@"\?\.[a-zA-Z\[(]|\?\?|\|\|=|&&=|\.at\(|replaceAll|structuredClone|innerHTML|insertAdjacentHTML|^\s+#\w|eval\(", File.ReadAllText(file));
        }
    }

    private static JsonObject Texts(string language) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, $"texts.{language}.json")))!.AsObject();

    [GeneratedRegex("/chat/assets/[0-9a-f]{12}/[a-z.]+")]
    private static partial Regex Asset();

    [GeneratedRegex(@"\{\{(\w+)\}\}|texts\.(\w+)")]
    private static partial Regex Used();
}
