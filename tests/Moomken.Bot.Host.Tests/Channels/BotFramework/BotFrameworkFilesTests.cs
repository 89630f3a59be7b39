using Moomken.Bot.Fakes.BotFramework;
using Moomken.Bot.Host.Channels.BotFramework;
using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.BotFramework;

public sealed class BotFrameworkFilesTests : IAsyncLifetime
{
    private FakeConnector fake = null!;
    private BotFrameworkBot bot = null!;

    public async ValueTask InitializeAsync()
    {
        fake = await FakeConnector.StartAsync();
        bot = await BotFrameworkBot.StartAsync(fake);
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await fake.DisposeAsync();
    }

    [Fact]
    public async Task A_file_beside_the_service_URL_is_fetched_with_our_token()
    {
        var url = fake.AddFile([1, 2, 3], needsToken: true);
        Assert.Equal([1, 2, 3], Bytes(await FetchAsync("token " + url)));
        Assert.Equal(new FetchResult.Failed("not_authorised", true), await FetchAsync("open " + url));
        Assert.IsType<FetchResult.TooLarge>(await FetchAsync("token " + url, maxBytes: 2));
    }

    [Fact]
    public async Task A_file_in_the_activity_itself_is_read()
    {
        Assert.Equal([1, 2, 3], Bytes(await FetchAsync("open data:image/png;base64,AQID")));
        Assert.IsType<FetchResult.Failed>(await FetchAsync("open data:image/png;base64,???"));
        Assert.IsType<FetchResult.Failed>(await FetchAsync("open data:text/plain,hello"));
        Assert.IsType<FetchResult.TooLarge>(await FetchAsync("open data:image/png;base64,AQID", maxBytes: 2));
    }

    /// <summary>Microsoft's own keys: nothing on this machine is anybody's service URL.</summary>
    [Theory]
    [InlineData("https://127.0.0.1/x")]
    [InlineData("https://10.0.0.1/x")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[::1]/x")]
    [InlineData("https://[::ffff:192.168.1.1]/x")]
    [InlineData("https://localhost/x")]
    [InlineData("http://smba.example/x")]
    [InlineData("https://a:b@smba.example/x")]
    [InlineData("https://smba.example:8443/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task Addresses_inside_and_odd_ones_are_not_called(string url)
    {
        using var files = new BotFrameworkFiles(new BotFrameworkOptions { AppId = FakeConnector.AppId }, bot.Part<ConnectorTokens>());
        Assert.IsType<FetchResult.Failed>(await files.FetchAsync("open " + url, 1000, CancellationToken.None));
        Assert.IsType<FetchResult.Failed>(await files.FetchAsync("token " + (Uri.TryCreate(url, UriKind.Absolute, out _) ? url : "https://127.0.0.1/"), 1000, CancellationToken.None));
    }

    private Task<FetchResult> FetchAsync(string reference, long maxBytes = 1000) =>
        bot.Channel.FetchAsync(new InboundMedia("photo", reference, null, null, null), maxBytes, CancellationToken.None);

    private static byte[] Bytes(FetchResult result) => Assert.IsType<FetchResult.Fetched>(result).Bytes;
}
