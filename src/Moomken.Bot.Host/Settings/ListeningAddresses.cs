namespace Moomken.Bot.Host.Settings;

/// <summary>
/// Where the service will listen, from whichever of the web server's settings says so: the first of <c>Kestrel__Endpoints</c>,
/// <c>ASPNETCORE_URLS</c>, <c>ASPNETCORE_HTTP_PORTS</c> with <c>_HTTPS_PORTS</c> (which Microsoft's container images set) wins, as in the server itself.
/// </summary>
internal static class ListeningAddresses
{
    /// <summary>Of a service to which nothing was said.</summary>
    public const string Usual = "http://localhost:5080";

    /// <summary>As they were written; a port alone listens everywhere and reads <c>http://*:8080</c>.</summary>
    public static IReadOnlyList<string> Of(IConfiguration configuration)
    {
        string[] endpoints = [.. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>()];
        string[] urls = [.. Parts(configuration["urls"])];
        string[] ports = [.. Parts(configuration["http_ports"]).Select(port => $"http://*:{port}"), .. Parts(configuration["https_ports"]).Select(port => $"https://*:{port}")];
        return endpoints is [] ? urls is [] ? ports is [] ? [Usual] : ports : urls : endpoints;
    }

    /// <summary>What the web server would refuse with a stack trace, one line each.</summary>
    public static IEnumerable<string> Faults(IConfiguration configuration) => Of(configuration)
        .Where(address => !IsUsable(address))
        .Select(address => $"The address to listen at \"{address}\" is none. Write ASPNETCORE_URLS (or Urls in appsettings.json) as http://localhost:5080; several with a semicolon between them; a port is 1 to 65535.");

    /// <summary>A star or a plus for "everywhere" is no host name to Uri, and a socket is a path.</summary>
    private static bool IsUsable(string address) =>
        address.StartsWith("http://unix:/", StringComparison.Ordinal)
        || (Uri.TryCreate(address.Replace("://*", "://everywhere", StringComparison.Ordinal).Replace("://+", "://everywhere", StringComparison.Ordinal), UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https" && uri.PathAndQuery is "/" && uri.UserInfo.Length == 0);

    private static string[] Parts(string? setting) => (setting ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
