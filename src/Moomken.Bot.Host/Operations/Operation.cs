using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Moomken.Bot.Host.Operations;

/// <summary>
/// Something that an operator asks of the data. It runs in the process that holds the data folder: the command's own while
/// the service is stopped, else the service's. So it sees nothing of the command but its request, and says nothing but through its call.
/// </summary>
/// <param name="name">Words with dashes; what the control socket knows it by.</param>
internal abstract class Operation(string name)
{
    public const int Done = 0;

    /// <summary>It could not be done; a line on the error output says why.</summary>
    public const int Failed = 2;

    public string Name => name;

    /// <summary>Throws <see cref="JsonException"/> when the request is not one of this operation.</summary>
    public abstract Task<int> RunAsync(IServiceProvider services, byte[] request, OperationCall call, CancellationToken cancellation);
}

/// <param name="name">See <see cref="Operation"/>.</param>
/// <param name="json">How the request travels.</param>
/// <param name="run">Gives the exit code of the command. Reads the store page by page, never longer than 20 ms at a time.</param>
internal sealed class Operation<TRequest>(
    string name, JsonTypeInfo<TRequest> json, Func<IServiceProvider, TRequest, OperationCall, CancellationToken, Task<int>> run) : Operation(name)
    where TRequest : class
{
    public OperationRequest Asked(TRequest request, OperatorConsole console) => new(this, JsonSerializer.SerializeToUtf8Bytes(request, json), console);

    public override Task<int> RunAsync(IServiceProvider services, byte[] request, OperationCall call, CancellationToken cancellation) =>
        run(services, JsonSerializer.Deserialize(request, json) ?? throw new JsonException("The request is empty."), call, cancellation);
}

/// <summary>What an operation is given beside its request.</summary>
/// <param name="Output">Where it answers.</param>
/// <param name="Input">The file that the operator handed in; empty where a command takes none.</param>
internal sealed record OperationCall(IOperatorOutput Output, Stream Input);

/// <summary>An operation with its request, on its way to the data.</summary>
internal sealed record OperationRequest(Operation Operation, byte[] Request, OperatorConsole Console);

/// <summary>Takes an operation to the data, wherever that is held, and gives the exit code of the command.</summary>
internal delegate Task<int> Operate(OperationRequest request, CancellationToken cancellation);
