using System.Text.Json;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Operations;

/// <summary>Runs an operation to its exit code: what can go wrong with disks and files is a line for the operator and no exception.</summary>
internal static class OperationFaults
{
    public static async Task<int> RunAsync(Operation operation, IServiceProvider services, byte[] request, OperationCall call, CancellationToken cancellation)
    {
        try
        {
            return await operation.RunAsync(services, request, call, cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or StoreUnavailableException)
        {
            await call.Output.FaultAsync($"Not done: {fault.Message}");
            return Operation.Failed;
        }
        catch (JsonException)
        {
            await call.Output.FaultAsync("Not done: the running service is of another version than this command. Restart the service with this version, or run the command of the service's own folder.");
            return Operation.Failed;
        }
    }
}
