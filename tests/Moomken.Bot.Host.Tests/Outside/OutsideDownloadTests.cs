using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Moomken.Bot.Host.Outside;
using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Host.Tests.Outside;

public sealed class OutsideDownloadTests
{
    private const int Enough = 1024 * 1024;
    private static readonly FetchResult Inside = new FetchResult.Failed("inside_address", Retryable: false);
    private static readonly FetchResult InsideByName = new FetchResult.Failed("inside_address", Retryable: true);
    private static readonly FetchResult Bad = new FetchResult.Failed("bad_address", Retryable: false);

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://127.0.0.1/a")]
    [InlineData("https://127.1/a")]
    [InlineData("https://0x7f.1/a")]
    [InlineData("https://0177.0.0.1/a")]
    [InlineData("https://2130706433/a")]
    [InlineData("https://0.0.0.0/a")]
    [InlineData("https://10.0.0.5/a")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://[::1]/a")]
    [InlineData("https://[::ffff:127.0.0.1]/a")]
    [InlineData("https://[::ffff:7f00:1]/a")]
    [InlineData("https://[64:ff9b::7f00:1]/a")]
    [InlineData("https://[fd00:ec2::254]/a")]
    [InlineData("https://[fe80::1]/a")]
    public async Task An_address_inside_is_never_dialled_in_whatever_form_it_is_written(string address) => Assert.Equal(Inside, await Refuse(address));

    [Theory]
    [InlineData("http://example.org/a")]
    [InlineData("https://example.org:8443/a")]
    [InlineData("https://api.twilio.com@127.0.0.1/a")]
    [InlineData("https://user:secret@example.org/a")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.org/a")]
    [InlineData("gopher://example.org/a")]
    [InlineData("data:text/plain,x")]
    [InlineData("/a")]
    [InlineData("")]
    [InlineData("https://")]
    public async Task What_is_no_plain_address_of_the_web_is_not_asked(string address) => Assert.Equal(Bad, await Refuse(address));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("169.254.169.254")]
    public async Task A_name_that_leads_inside_is_not_dialled(string number)
    {
        var connections = new OutsideConnections(resolve: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(number)]));
        using var download = new OutsideDownload(connections, _ => null);

        Assert.Equal(InsideByName, await download.Fetch("https://media.example.org/a", Enough, Now));
    }

    [Fact]
    public async Task The_system_itself_resolves_localhost_and_it_is_not_dialled()
    {
        using var download = new OutsideDownload(new OutsideConnections(), _ => null);

        Assert.Equal(InsideByName, await download.Fetch("https://localhost/a", Enough, Now));
    }

    [Fact]
    public async Task A_name_is_resolved_once_and_what_was_checked_is_what_is_dialled()
    {
        await using var server = await LoopbackServer.Start(context => context.Response.WriteAsync("photo"));
        var asked = new List<string>();
        var connections = new OutsideConnections(
            end => end.Host == "media.test",
            (name, _) =>
            {
                asked.Add(name);
                return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
            });
        using var download = new OutsideDownload(connections, _ => null);

        // The system knows no such name: had it been resolved again on the way, nothing would have been reached.
        Assert.IsType<FetchResult.Fetched>(await download.Fetch($"http://media.test:{server.Address.Port}/a", Enough, Now));
        Assert.Equal(["media.test"], asked);
    }

    [Fact]
    public async Task A_host_of_the_settings_may_lie_inside_but_not_its_neighbour_on_another_port()
    {
        await using var server = await LoopbackServer.Start(context => context.Response.WriteAsync("نص"));
        await using var neighbour = await LoopbackServer.Start(context => context.Response.WriteAsync("secret"));
        using var download = new OutsideDownload(OutsideConnections.Trusting(server.Address), _ => null);

        Assert.Equal("نص"u8.ToArray(), Assert.IsType<FetchResult.Fetched>(await download.Fetch($"{server.Address}a", Enough, Now)).Bytes);
        Assert.Equal(Bad, await download.Fetch($"{neighbour.Address}a", Enough, Now));
        Assert.Empty(neighbour.Calls);
    }

    [Fact]
    public async Task A_redirect_inside_is_not_followed()
    {
        await using var secret = await LoopbackServer.Start(context => context.Response.WriteAsync("secret"));
        await using var server = await LoopbackServer.Start(context => Redirect(context, secret.Address.ToString()));
        using var download = new OutsideDownload(OutsideConnections.Trusting(server.Address), _ => null);

        Assert.Equal(Bad, await download.Fetch($"{server.Address}a", Enough, Now));
        Assert.Empty(secret.Calls);
    }

    [Fact]
    public async Task A_redirect_does_not_take_the_authorisation_along()
    {
        await using var storage = await LoopbackServer.Start(context => context.Response.WriteAsync("photo"));
        await using var api = await LoopbackServer.Start(context => Redirect(context, $"{storage.Address}kept"));
        using var download = new OutsideDownload(
            OutsideConnections.Trusting(api.Address, storage.Address),
            address => address.Port == api.Address.Port ? new AuthenticationHeaderValue("Basic", "c2VjcmV0") : null);

        Assert.IsType<FetchResult.Fetched>(await download.Fetch($"{api.Address}media", Enough, Now));
        Assert.Equal([("/media", "Basic c2VjcmV0")], api.Calls);
        Assert.Equal([("/kept", null)], storage.Calls);
    }

    [Fact]
    public async Task Redirects_without_end_are_given_up()
    {
        await using var server = await LoopbackServer.Start(context => Redirect(context, "/again"));
        using var download = new OutsideDownload(OutsideConnections.Trusting(server.Address), _ => null);

        Assert.Equal(new FetchResult.Failed("redirects", Retryable: false), await download.Fetch($"{server.Address}a", Enough, Now));
        Assert.Equal(OutsideDownload.MostRedirects + 1, server.Calls.Count);
    }

    [Fact]
    public async Task A_body_that_is_longer_than_it_says_is_cut_off()
    {
        await using var server = await LoopbackServer.Start(async context =>
        {
            for (var i = 0; i < 100; i++)
            {
                await context.Response.Body.WriteAsync(new byte[1024]);
            }
        });
        using var download = new OutsideDownload(OutsideConnections.Trusting(server.Address), _ => null);

        Assert.IsType<FetchResult.TooLarge>(await download.Fetch($"{server.Address}a", 50 * 1024, Now));
    }

    [Theory]
    [InlineData(401, "not_authorised", true)]
    [InlineData(403, "not_authorised", true)]
    [InlineData(404, "gone", true)]
    [InlineData(410, "gone", false)]
    [InlineData(429, "throttled", true)]
    [InlineData(500, "unreachable", true)]
    [InlineData(503, "unreachable", true)]
    public async Task A_refusal_says_whether_to_ask_again(int status, string reason, bool again)
    {
        await using var server = await LoopbackServer.Start(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        using var download = new OutsideDownload(OutsideConnections.Trusting(server.Address), _ => null);

        Assert.Equal(new FetchResult.Failed(reason, again), await download.Fetch($"{server.Address}a", Enough, Now));
    }

    private static async Task<FetchResult> Refuse(string address)
    {
        using var download = new OutsideDownload(new OutsideConnections(), _ => new AuthenticationHeaderValue("Basic", "c2VjcmV0"));
        return await download.Fetch(address, Enough, Now);
    }

    private static Task Redirect(HttpContext context, string target)
    {
        context.Response.Redirect(target);
        return Task.CompletedTask;
    }
}
