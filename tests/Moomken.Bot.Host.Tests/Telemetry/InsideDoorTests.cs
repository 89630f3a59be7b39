using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Moomken.Bot.Host.Telemetry;
using Xunit;

namespace Moomken.Bot.Host.Tests.Telemetry;

public class InsideDoorTests
{
    private const string Token = "0123456789abcdef-token";

    [Theory]
    [InlineData("127.0.0.1", "localhost", null, true)]
    [InlineData("::1", "[::1]", null, true)]
    [InlineData("127.0.0.1", "127.0.0.1", null, true)]
    [InlineData("10.0.0.7", "localhost", null, false)]
    [InlineData("127.0.0.1", "bot.example.org", null, false)]
    [InlineData("127.0.0.1", "localhost", "X-Forwarded-For", false)]
    [InlineData("127.0.0.1", "localhost", "X-Original-For", false)]
    [InlineData("127.0.0.1", "localhost", "Forwarded", false)]
    [InlineData("127.0.0.1", "localhost", "X-Real-IP", false)]
    [InlineData("127.0.0.1", "localhost", "Via", false)]
    public void Without_a_token_only_this_machine_sees_the_inside_and_no_proxy_on_it(string address, string host, string? header, bool opens)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        context.Request.Host = new HostString(host);
        if (header is not null)
        {
            context.Request.Headers[header] = "203.0.113.9";
        }

        Assert.Equal(opens, new InsideDoor(new TelemetryOptions()).Opens(context));
    }

    [Theory]
    [InlineData($"Bearer {Token}", true)]
    [InlineData($"Bearer {Token}x", false)]
    [InlineData($"bearer {Token}", false)]
    [InlineData("Bearer ", false)]
    [InlineData(Token, false)]
    [InlineData(null, false)]
    public void With_a_token_only_who_sends_it_sees_the_inside(string? authorization, bool opens)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Request.Host = new HostString("localhost");
        context.Request.Headers.Authorization = authorization;

        Assert.Equal(opens, new InsideDoor(new TelemetryOptions { MetricsToken = Token }).Opens(context));
    }

    [Theory]
    [InlineData("MetricsToken", "short", "Telemetry__MetricsToken has 5 characters")]
    [InlineData("OtlpEndpoint", "collector:4317", "Telemetry__OtlpEndpoint must be an address")]
    [InlineData("OtlpProtocol", "udp", "Telemetry__OtlpProtocol is \"udp\". Use grpc or http.")]
    [InlineData("LogFormat", "xml", "Telemetry__LogFormat is \"xml\". Use plain or json.")]
    public void A_wrong_setting_is_named_with_what_it_must_be(string name, string value, string said)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>($"Telemetry:{name}", value)]).Build();
        Assert.StartsWith(said, Assert.Single(TelemetryOptions.Read(configuration).Faults), StringComparison.Ordinal);
    }
}
