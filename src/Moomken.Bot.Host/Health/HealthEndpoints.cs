using Moomken.Bot.Host.Storage;

namespace Moomken.Bot.Host.Health;

/// <summary><c>/health/live</c>: the process runs. <c>/health/ready</c>: it can take messages. Nothing more is said to strangers.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Text("ok"));
        app.MapGet("/health/ready", (StoreProblem problem, IHostApplicationLifetime life) =>
            life.ApplicationStopping.IsCancellationRequested || problem() is not null
                ? Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable)
                : Results.Text("ready"));
    }
}
