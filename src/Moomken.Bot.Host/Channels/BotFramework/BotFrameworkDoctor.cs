using System.Text.Json;
using Moomken.Bot.Host.Doctor;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>Asks Microsoft for a token and for the connector's keys, and shows what the Azure Bot must be set to. Writes to nobody.</summary>
internal sealed class BotFrameworkDoctor(HttpClient client, ConnectorTokens tokens, BotFrameworkOptions options, string? publicBaseUrl, ChannelCounters counters, TimeProvider time)
{
    private const string Part = "botframework";

    public async Task<IReadOnlyList<DoctorLine>> LookAsync(CancellationToken cancellation) => options.AppId is null
        ? [DoctorLine.Warn(Part, "takes activities without proof, from this machine only: for development.")]
        :
        [
            Credentials(await tokens.TryAsync(cancellation)),
            await KeysAsync(cancellation),
            Address(),
            WebhookAge.Line(Part, BotFrameworkChannel.ChannelName, counters, time.GetUtcNow(), "the Azure Bot's page Channels, Issues"),
        ];

    private DoctorLine Credentials(TokenTrial trial) => trial switch
    {
        { Given: true } => DoctorLine.Well(Part, $"{HostOf(options.TokenAddress)} gives us tokens."),
        { Status: 400 or 401 or 403 or 404 } => DoctorLine.Fail(
            Part, $"{HostOf(options.TokenAddress)} refuses our credentials (HTTP {trial.Status}): nothing can be answered. Look at BotFramework__AppId, __AppPassword (the secret's value and not its id; has it ended?), __TenantId and __Cloud."),
        { Status: > 0 } => DoctorLine.Warn(Part, $"{HostOf(options.TokenAddress)} answers with an error just now (HTTP {trial.Status}); messages wait."),
        _ => DoctorLine.Fail(Part, $"{HostOf(options.TokenAddress)} does not answer. Is the internet up here, and is BotFramework__TokenUrl right? Messages wait until it is."),
    };

    private async Task<DoctorLine> KeysAsync(CancellationToken cancellation)
    {
        try
        {
            using var metadata = JsonDocument.Parse(await client.GetByteArrayAsync(new Uri(options.OpenIdMetadataUrl), cancellation));
            return metadata.RootElement.ValueKind == JsonValueKind.Object && metadata.RootElement.TryGetProperty("jwks_uri", out _)
                ? DoctorLine.Well(Part, "the connector's signing keys can be fetched.")
                : DoctorLine.Fail(Part, $"what answers at {HostOf(options.OpenIdMetadataUrl)} names no keys. Correct BotFramework__OpenIdMetadataUrl, or leave it out.");
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return DoctorLine.Fail(Part, $"the connector's signing keys cannot be fetched from {HostOf(options.OpenIdMetadataUrl)}: what comes in is answered 503 until they can. Is the internet up here, and is BotFramework__OpenIdMetadataUrl right?");
        }
    }

    private DoctorLine Address()
    {
        if (publicBaseUrl is null)
        {
            return DoctorLine.Warn(Part, $"Moomken__PublicBaseUrl is not set. The Azure Bot's messaging endpoint must be the https address of this service with {BotFrameworkOptions.Path} behind it.");
        }

        var endpoint = publicBaseUrl.TrimEnd('/') + BotFrameworkOptions.Path;
        return endpoint.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            ? DoctorLine.Well(Part, $"the Azure Bot's messaging endpoint must be {endpoint}")
            : DoctorLine.Fail(Part, $"the connector posts to https only, and Moomken__PublicBaseUrl makes the endpoint {endpoint}. Put a TLS proxy in front.");
    }

    private static string HostOf(string address) => new Uri(address).Authority;
}
