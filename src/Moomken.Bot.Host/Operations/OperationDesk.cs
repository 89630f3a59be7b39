using Moomken.Bot.Host.Control;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Operations;

/// <summary>
/// Takes an operation to the data: opens the folder when nobody holds it, else asks the service that does. What the operation
/// sees is put together as the service is (<see cref="ServiceParts"/>), with nothing started.
/// </summary>
/// <param name="builder">Made anew for each command, with the settings as the service reads them.</param>
internal sealed class OperationDesk(Func<WebApplicationBuilder> builder)
{
    public async Task<int> RunAsync(OperationRequest request, CancellationToken cancellation)
    {
        var app = builder();
        var options = MoomkenOptions.Read(app.Configuration);
        var storageOptions = StorageOptions.Read(app.Configuration);
        if (!storageOptions.IsPostgres && !File.Exists(Path.Combine(options.DataDirectory, LiteDbStoreOptions.UsualFileName)))
        {
            // A command must never make a data folder: a forgotten setting would give an empty answer that looks like the truth.
            await request.Console.FaultAsync(
                $"There is no data in {options.DataDirectory}. Set Moomken__DataDirectory as the service has it (systemd: the EnvironmentFile), or start the service once.");
            return Operation.Failed;
        }

        try
        {
            using var storage = OpenStorage.OpenExisting(options, storageOptions);
            await using var store = storage.Store;
            return await RunHereAsync(app, storage, request, cancellation);
        }
        catch (StoreUnavailableException held) when (held.InUse)
        {
            return await ControlClient.RunAsync(options.DataDirectory, request, held, cancellation);
        }
        catch (StoreUnavailableException unavailable)
        {
            await request.Console.FaultAsync($"Not done: {unavailable.Message}");
            return Operation.Failed;
        }
    }

    private static async Task<int> RunHereAsync(WebApplicationBuilder builder, OpenStorage storage, OperationRequest request, CancellationToken cancellation)
    {
        builder.Logging.ClearProviders();
        var parts = ServiceParts.Read(builder.Services, builder.Configuration);
        if (parts.Content.Faults.Count > 0)
        {
            await request.Console.FaultAsync($"Not done: the content has {parts.Content.Faults.Count} fault(s). Run the command check, which lists them.");
            return Operation.Failed;
        }

        await parts.AddAsync(builder.Services, storage, cancellation);
        await using var app = builder.Build();
        var call = new OperationCall(request.Console, request.Console.Input);
        return await OperationFaults.RunAsync(request.Operation, app.Services, request.Request, call, cancellation);
    }
}
