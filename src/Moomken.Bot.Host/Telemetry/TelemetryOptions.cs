namespace Moomken.Bot.Host.Telemetry;

/// <summary>The settings of section <c>Telemetry</c>. Every property says its environment name, default and meaning.</summary>
internal sealed record TelemetryOptions
{
    private const int ShortestToken = 16;

    /// <summary><c>Telemetry__MetricsToken</c>, no default: who sends it (<c>Authorization: Bearer …</c>) may read <c>/metrics</c> and <c>/health/parts</c> from anywhere. Secret. Without it only this machine may.</summary>
    public string? MetricsToken { get; init; }

    /// <summary><c>Telemetry__OtlpEndpoint</c>, no default: where metrics and traces are sent by OTLP, such as <c>http://localhost:4317</c>. Without it nothing is sent.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary><c>Telemetry__OtlpProtocol</c>, default <c>grpc</c>; or <c>http</c>, for collectors that take protocol buffers over HTTP (port 4318).</summary>
    public bool OtlpOverHttp { get; init; }

    /// <summary><c>Telemetry__OtlpHeaders</c>, no default: <c>name=value,name=value</c>, as collectors ask for keys. Secret.</summary>
    public string? OtlpHeaders { get; init; }

    /// <summary><c>Telemetry__LogFormat</c>, default <c>plain</c>; <c>json</c> writes one JSON object a line.</summary>
    public bool JsonLogs { get; init; }

    /// <summary>What is wrong, one line each.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Never the secrets.</summary>
    public override string ToString() => $"Telemetry {(OtlpEndpoint is null ? "here" : "by OTLP")}";

    public static TelemetryOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Telemetry");
        var faults = new List<string>();
        var token = Blank(section["MetricsToken"]);
        var address = Blank(section["OtlpEndpoint"]);
        Uri? endpoint = null;
        if (token is { Length: < ShortestToken })
        {
            faults.Add($"Telemetry__MetricsToken has {token.Length} characters. Use at least {ShortestToken}: openssl rand -hex 32");
        }

        if (address is not null && (!Uri.TryCreate(address, UriKind.Absolute, out endpoint) || endpoint.Scheme is not ("http" or "https")))
        {
            faults.Add("Telemetry__OtlpEndpoint must be an address such as http://localhost:4317.");
        }

        return new TelemetryOptions
        {
            MetricsToken = token,
            OtlpEndpoint = endpoint,
            OtlpOverHttp = Choice(section["OtlpProtocol"], "Telemetry__OtlpProtocol", "grpc", "http", faults),
            OtlpHeaders = Blank(section["OtlpHeaders"]),
            JsonLogs = Choice(section["LogFormat"], "Telemetry__LogFormat", "plain", "json", faults),
            Faults = faults,
        };
    }

    private static bool Choice(string? text, string name, string usual, string other, List<string> faults)
    {
        if (Blank(text) is { } given && given != usual && given != other)
        {
            faults.Add($"{name} is \"{given}\". Use {usual} or {other}.");
        }

        return Blank(text) == other;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
