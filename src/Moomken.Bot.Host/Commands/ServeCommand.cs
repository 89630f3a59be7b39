using Microsoft.AspNetCore.Connections;
using Moomken.Bot.Host.Faults;
using Moomken.Bot.Host.Health;
using Moomken.Bot.Host.Nodes;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Telemetry;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Commands;

/// <summary>The service itself: <c>serve</c>, and what runs when no command is given.</summary>
internal static class ServeCommand
{
    /// <summary>The process does not start on a wrong configuration; this is the code it ends with (sysexits: EX_CONFIG).</summary>
    public const int WrongConfiguration = 78;

    /// <summary>The data folder cannot be used (sysexits: EX_IOERR).</summary>
    public const int NoStore = 74;

    /// <summary>The database does not answer yet, and may soon: systemd starts us again (sysexits: EX_TEMPFAIL).</summary>
    public const int NoStoreYet = 75;

    /// <summary>Somebody else listens at our address (sysexits: EX_UNAVAILABLE).</summary>
    public const int NoAddress = 69;

    /// <summary>Of a stop: requests end, then messages on their way get their answers. systemd and Docker kill after 90 s and 10 s.</summary>
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(8);

    public static async Task<int> RunAsync(string[] arguments)
    {
        var builder = SettingsSources.Builder(arguments);
        builder.Logging.AddLogs(TelemetryOptions.Read(builder.Configuration));
        ListenAtUsualAddress(builder);
        var parts = ServiceParts.Read(builder.Services, builder.Configuration);
        List<string> faults = [.. parts.Faults(builder.Configuration), .. Fault()];
        if (faults.Count > 0)
        {
            return Refuse(faults);
        }

        try
        {
            await OpenAndServeAsync(builder, parts);
            return 0;
        }
        catch (StoreUnavailableException unavailable)
        {
            await Console.Error.WriteLineAsync($"The service does not start: {unavailable.Message}");
            return CodeOf(unavailable);
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"The service does not start: {taken.Message} Another program listens there, perhaps this one. Stop it, or set ASPNETCORE_URLS to another address.");
            return NoAddress;
        }
    }

    /// <summary>Of a process that ends because its data cannot be had: whether a person must mend something, or it is worth trying again.</summary>
    public static int CodeOf(StoreUnavailableException unavailable) => unavailable.MayPass ? NoStoreYet : NoStore;

    private static void ListenAtUsualAddress(WebApplicationBuilder builder)
    {
        // Said to the server too: its own usual address is another one.
        if (ListeningAddresses.Of(builder.Configuration) is [ListeningAddresses.Usual])
        {
            builder.WebHost.UseUrls(ListeningAddresses.Usual);
        }
    }

    private static async Task OpenAndServeAsync(WebApplicationBuilder builder, ServiceParts parts)
    {
        using var storage = OpenStorage.Open(parts.Options, parts.Storage);
        await using var store = storage.Store;
        await parts.AddAsync(builder.Services, storage, CancellationToken.None);
        builder.Services.AddTelemetry(TelemetryOptions.Read(builder.Configuration)).AddFault();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWithin);
        await ServeAsync(builder.Build(), parts, storage);
    }

    private static IEnumerable<string> Fault() => KillAtPoint.FaultOf(Environment.GetEnvironmentVariable(KillAtPoint.Variable)) is { } fault ? [fault] : [];

    private static void AddFault(this IServiceCollection services)
    {
        if (KillAtPoint.Parse(Environment.GetEnvironmentVariable(KillAtPoint.Variable)) is { } kill)
        {
            services.AddSingleton<FaultPoint>(kill.Reached);
        }
    }

    private static int Refuse(List<string> faults)
    {
        Console.Error.WriteLine($"The service does not start: {faults.Count} thing(s) to mend first.");
        faults.ForEach(fault => Console.Error.WriteLine("  " + fault));
        return WrongConfiguration;
    }

    private static async Task ServeAsync(WebApplication app, ServiceParts parts, OpenStorage storage)
    {
        app.MapRoutes();
        await app.StartAsync();
        StartLines.Print(app, parts.Options, parts.Channels, storage, app.StartSays());
        await app.WaitForShutdownAsync();
        await SettleAsync(app);
        await (app.Services.GetService<NodeSession>()?.ReleaseAsync() ?? Task.CompletedTask);
        storage.Closing();
    }

    /// <summary>Every route of the service: a test posts what strangers would to each.</summary>
    internal static void MapRoutes(this WebApplication app)
    {
        app.MapHealth();
        app.MapTelemetry();
        app.MapChannels();
    }

    private static async Task SettleAsync(WebApplication app)
    {
        try
        {
            await app.Services.GetRequiredService<Workers.Settling>().SettleAllAsync();
        }
        catch (StoreUnavailableException unavailable)
        {
            // Nothing is lost: what was sent stands in the sent log, which the next start reads.
            await Console.Error.WriteLineAsync($"What was sent could not be written into the conversations; the next start does it. {unavailable.Message}");
        }
    }
}
