using System.IO.Pipelines;
using System.Text.Json;
using Moomken.Bot.Host.Operations;

namespace Moomken.Bot.Host.Control;

/// <summary>One command's talk with the service: a request, the file it hands in, and the answer. A command that goes away ends its operation.</summary>
internal sealed class ControlSession(Stream socket, IServiceProvider services, IReadOnlyDictionary<string, Operation> operations, TimeProvider time, ILogger logger)
{
    /// <summary>A command says what it wants at once.</summary>
    private static readonly TimeSpan FirstWord = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(10);

    private readonly FrameOutput output = new(socket);

    /// <summary>Throws <see cref="IOException"/> when the command went away, <see cref="OperationCanceledException"/> when the service stops.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        if (await RequestAsync(stopping) is not { } request)
        {
            return;
        }

        if (!operations.TryGetValue(request.Operation, out var operation))
        {
            await output.FaultAsync("The running service does not know this command: it is of another version. Restart it with this version, or run the command of the service's own folder.");
            Exit(Operation.Failed);
            return;
        }

        using var alive = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var input = new Pipe();
        var reading = ReadInputAsync(input.Writer, alive);
        try
        {
            Exit(await AnswerAsync(operation, request.Request, input.Reader.AsStream(), alive.Token));
            await input.Reader.CompleteAsync();

            // The command closes when it has read all; closing first, with something of its file unread, could cut its answer short.
            alive.CancelAfter(LastWord);
            await reading;
        }
        finally
        {
            await alive.CancelAsync();
            await reading;
        }
    }

    private async Task<ControlRequest?> RequestAsync(CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(FirstWord, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, patience.Token);
        try
        {
            return await Frames.ReadAsync(socket, either.Token) is { Kind: FrameKind.Request } frame
                ? JsonSerializer.Deserialize(frame.Bytes, ControlJson.Default.ControlRequest)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<int> AnswerAsync(Operation operation, byte[] request, Stream input, CancellationToken cancellation)
    {
        try
        {
            return await OperationFaults.RunAsync(operation, services, request, new OperationCall(output, input), cancellation);
        }
        catch (Exception fault) when (fault is not (IOException or OperationCanceledException))
        {
            // Only the kind is logged and told: a message may quote a person.
            logger.LogError("The command {Operation} failed with {Fault} at {Stack}", operation.Name, fault.GetType().Name, fault.StackTrace);
            await output.FaultAsync($"Not done: the service met a fault of its own ({fault.GetType().Name}); its log says where.");
            return Operation.Failed;
        }
    }

    /// <summary>Takes the file that is handed in, and then waits for the other end to close: whoever pressed Ctrl+C wants no more.</summary>
    private async Task ReadInputAsync(PipeWriter input, CancellationTokenSource alive)
    {
        try
        {
            while (await Frames.ReadAsync(socket, alive.Token) is { Kind: FrameKind.Input or FrameKind.Kept } frame)
            {
                if (frame.Kind == FrameKind.Kept)
                {
                    output.Kept();
                }
                else if (frame.Bytes.Length == 0)
                {
                    await input.CompleteAsync();
                }
                else
                {
                    await input.WriteAsync(frame.Bytes, alive.Token);
                }
            }

            await alive.CancelAsync();
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or InvalidOperationException)
        {
            await alive.CancelAsync();
        }
        finally
        {
            output.Gone();
            await input.CompleteAsync(new IOException("The file that was handed in did not arrive whole."));
        }
    }

    private void Exit(int code)
    {
        var bytes = new byte[sizeof(int)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes, code);
        Frames.Write(socket, FrameKind.Exit, bytes);
    }
}
