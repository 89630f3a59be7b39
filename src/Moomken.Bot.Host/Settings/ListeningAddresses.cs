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

    private static string[] Parts(string? setting) => (setting ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
