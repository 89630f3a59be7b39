using System.Text.Json;
using System.Text.Json.Serialization;
using Moomken.Bot.Host.Doctor;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Telemetry;

namespace Moomken.Bot.Host.Health;

/// <summary>
/// <c>/health/live</c>: the process runs. <c>/health/ready</c>: it can take messages. Nothing more is said to strangers;
/// <c>/health/parts</c> tells those who may see the inside how each part is.
/// </summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Text("ok"));
        app.MapGet("/health/ready", (StoreProblem problem, IHostApplicationLifetime life) =>
            life.ApplicationStopping.IsCancellationRequested || problem() is not null
                ? Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable)
                : Results.Text("ready"));
        app.MapGet("/health/parts", (HttpContext context, InsideDoor door, ServiceChecks checks) =>
            door.Opens(context) ? Results.Text(Parts(checks.Run()), "application/json") : Results.NotFound());
    }

    private static string Parts(IReadOnlyList<DoctorLine> lines) => JsonSerializer.Serialize(
        [.. lines.Select(line => new HealthPart(line.Part, line.State.ToString().ToLowerInvariant(), line.Said))], HealthJson.Default.HealthPartArray);
}

/// <summary>One part, as <c>/health/parts</c> tells it.</summary>
/// <param name="Part">A word.</param>
/// <param name="State">well, warn or fail.</param>
/// <param name="Said">What was found, and how to mend it.</param>
internal sealed record HealthPart(string Part, string State, string Said);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HealthPart[]))]
internal sealed partial class HealthJson : JsonSerializerContext;
