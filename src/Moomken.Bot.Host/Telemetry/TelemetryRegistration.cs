using Moomken.Bot.Messages;
using Moomken.Bot.Telemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Moomken.Bot.Host.Telemetry;

/// <summary>Metrics, traces and logs of the running service.</summary>
internal static class TelemetryRegistration
{
    private const string ServiceName = "moomken-bot";

    public static void AddLogs(this ILoggingBuilder logging, TelemetryOptions options)
    {
        logging.ClearProviders();
        if (options.JsonLogs)
        {
            // No scopes: those of the web server hold paths, and a path of the web chat opens a chat.
            logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat, console.IncludeScopes) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ", false));
        }
        else
        {
            logging.AddSimpleConsole(console => console.SingleLine = true);
        }

        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning);
    }

    public static IServiceCollection AddTelemetry(this IServiceCollection services, TelemetryOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<InsideDoor>();
        services.AddSingleton<MetricsPage>();
        services.AddSingleton<StoreGauges>();
        services.AddSingleton<ServiceGauges>();
        services.AddSingleton<OutboxTally>();
        services.AddSingleton<OutboxGauges>();
        services.AddPeriodic("outbox tally", OutboxTally.Every, provider => provider.GetRequiredService<OutboxTally>().RunOnceAsync);
        services.AddPeriodic("tally", TimeSpan.FromMinutes(1), provider => provider.GetRequiredService<Tally>().RunOnceAsync, atOnce: true);
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.Clear().AddService(ServiceName))
            .WithMetrics(metrics => AddMetrics(metrics, options))
            .WithTracing(traces => AddTraces(traces, options));
        return services;
    }

    /// <summary>Everything is measured from here on.</summary>
    public static void MapTelemetry(this WebApplication app)
    {
        _ = app.Services.GetRequiredService<StoreGauges>();
        _ = app.Services.GetRequiredService<ServiceGauges>();
        _ = app.Services.GetRequiredService<OutboxGauges>();
        app.MapGet("/metrics", (HttpContext context, InsideDoor door, MetricsPage page) =>
            door.Opens(context) ? Results.Text(page.Read(), MetricsPage.ContentType) : Results.NotFound());
    }

    /// <summary>Where the start lines go.</summary>
    public static Action<string> StartSays(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Moomken.Bot.Start");
        return app.Services.GetRequiredService<TelemetryOptions>().JsonLogs ? line => logger.LogInformation("{Line}", line.Trim()) : Console.WriteLine;
    }

    /// <summary>Sends through a channel are counted.</summary>
    public static IChannel Measured(this IChannel channel, TimeProvider time) => new MeasuredChannel(channel, time);

    private static void AddMetrics(MeterProviderBuilder metrics, TelemetryOptions options)
    {
        // The web server's own durations by route tell of refused webhooks too: a route is a template and names nobody.
        metrics.AddMeter(BotMeter.Name, "Microsoft.AspNetCore.Hosting", "System.Runtime");
        metrics.AddReader(provider => new BaseExportingMetricReader(provider.GetRequiredService<MetricsPage>()));
        if (options.OtlpEndpoint is not null)
        {
            metrics.AddOtlpExporter(exporter => Point(exporter, options, "v1/metrics"));
        }
    }

    private static void AddTraces(TracerProviderBuilder traces, TelemetryOptions options)
    {
        if (options.OtlpEndpoint is not null)
        {
            // The web server's spans are not taken: they carry paths. Ours are roots for whoever reads them.
            traces.AddSource(BotTrace.Name).SetSampler(new AlwaysOnSampler()).AddOtlpExporter(exporter => Point(exporter, options, "v1/traces"));
        }
    }

    private static void Point(OtlpExporterOptions exporter, TelemetryOptions options, string path)
    {
        exporter.Protocol = options.OtlpOverHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        exporter.Endpoint = options.OtlpOverHttp ? new Uri($"{options.OtlpEndpoint!.AbsoluteUri.TrimEnd('/')}/{path}") : options.OtlpEndpoint!;
        exporter.Headers = options.OtlpHeaders;
    }
}
