using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>How many tokens one network address may ask for without having one.</summary>
public sealed class WebChatTokenLimit(IOptions<WebChatOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> limiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        RateLimitPartition.GetFixedWindowLimiter(AddressOf(context), _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = options.Value.TokensPerMinute,
            Window = TimeSpan.FromMinutes(1),
        }));

    public bool Allows(HttpContext context)
    {
        using var lease = limiter.AttemptAcquire(context);
        return lease.IsAcquired;
    }

    /// <summary>Small on purpose: directlinejs takes the number for milliseconds.</summary>
    public IResult Refusal(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "20";
        return DirectLineAnswer.Error(429, "TooManyRequests", "Too many new chats from this network. Wait a minute.");
    }

    public void Dispose() => limiter.Dispose();

    /// <summary>An IPv6 subscriber owns 2^64 addresses, so the network counts, not the address.</summary>
    private static string AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}
