using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Moomken.Bot.Host.Telemetry;

/// <summary>
/// Who may see how the service is from inside: with a token set, whoever sends it; without one, this machine alone. A TLS proxy on
/// the same machine passes on strangers, so a request that a proxy touched, or that names a public host, is not of this machine.
/// </summary>
internal sealed class InsideDoor(TelemetryOptions options)
{
    private const string Bearer = "Bearer ";

    private static readonly string[] OfProxies = ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Original-For", "X-Real-IP", "Forwarded", "Via"];

    public bool Opens(HttpContext context) => options.MetricsToken is { } token
        ? HasToken(context.Request, token)
        : IsLocal(context);

    private static bool HasToken(HttpRequest request, string token)
    {
        var given = request.Headers.Authorization.ToString();
        return given.StartsWith(Bearer, StringComparison.Ordinal)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given[Bearer.Length..])), SHA256.HashData(Encoding.UTF8.GetBytes(token)));
    }

    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && !OfProxies.Any(context.Request.Headers.ContainsKey)
        && (context.Request.Host.Host == "localhost" || (IPAddress.TryParse(context.Request.Host.Host, out var host) && IPAddress.IsLoopback(host)));
}
