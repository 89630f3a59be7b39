using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text.Json;
using Moomken.Bot.Host.Operations;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Control;

/// <summary>The command's end: asks the service that holds the data folder, and shows its answer as if it were its own.</summary>
internal static class ControlClient
{
    /// <param name="dataDirectory">The folder that is held.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="held">Who holds it, for whom it does not answer.</param>
    /// <param name="cancellation">Ends the operation in the service as well.</param>
    public static async Task<int> RunAsync(string dataDirectory, OperationRequest request, StoreUnavailableException held, CancellationToken cancellation)
    {
        try
        {
            using var path = ControlPath.In(dataDirectory);
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(path.EndPoint, cancellation);
            await using var stream = new NetworkStream(socket);
            return await TalkAsync(stream, request, cancellation);
        }
        catch (SocketException)
        {
            await request.Console.FaultAsync(
                $"{held.Message} It does not answer on {Path.Combine(dataDirectory, ControlPath.FileName)}: it is starting, stopping, of an older version, or no service. "
                + "Try again in a few seconds; run this as the user of the service or as root; else stop it, and this command works without it.");
            return Operation.Failed;
        }
        catch (FileBrokenException broken)
        {
            await request.Console.FaultAsync(broken.Message);
            return Operation.Failed;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await request.Console.FaultAsync($"Not done: {fault.Message}");
            return Operation.Failed;
        }
    }

    private static async Task<int> TalkAsync(Stream socket, OperationRequest request, CancellationToken cancellation)
    {
        var asked = new ControlRequest(request.Operation.Name, request.Request);
        Frames.Write(socket, FrameKind.Request, JsonSerializer.SerializeToUtf8Bytes(asked, ControlJson.Default.ControlRequest));

        // Beside the answer: who reads only after all is written waits for one who does the same.
        var gate = new Lock();
        var handing = Task.Run(() => HandInAsync(socket, gate, request.Console.Input, cancellation), cancellation);
        var exit = await ShowAsync(socket, gate, request.Console, cancellation);
        if (exit is null)
        {
            await request.Console.FaultAsync("Not done: the service broke off in the middle. It is stopping or has died; its log says why. Run the command again.");
        }

        await handing;
        return exit ?? Operation.Failed;
    }

    private static async Task HandInAsync(Stream socket, Lock gate, Stream input, CancellationToken cancellation)
    {
        var buffer = new byte[Frames.MaxBytes];
        try
        {
            int read;
            do
            {
                read = await input.ReadAsync(buffer, cancellation);
                Write(socket, gate, FrameKind.Input, buffer.AsSpan(0, read));
            }
            while (read > 0);
        }
        catch (IOException)
        {
            // The service has its answer already and reads no more; the answer says why.
        }
    }

    private static async Task<int?> ShowAsync(Stream socket, Lock gate, OperatorConsole console, CancellationToken cancellation)
    {
        while (await NextAsync(socket, cancellation) is { } frame)
        {
            switch (frame.Kind)
            {
                case FrameKind.Line:
                    await console.LineAsync(frame.Text);
                    break;
                case FrameKind.Fault:
                    await console.FaultAsync(frame.Text);
                    break;
                case FrameKind.File when frame.Text.Split('\n', 2) is [var name, var said]:
                    await console.FileAsync(name, said, file => TakeAsync(socket, file, cancellation));
                    Write(socket, gate, FrameKind.Kept, []);
                    break;
                case FrameKind.Exit:
                    return BinaryPrimitives.ReadInt32BigEndian(frame.Bytes);
            }
        }

        return null;
    }

    /// <summary>Two things are said to the service at once: the file that is handed in, and that its own was kept.</summary>
    private static void Write(Stream socket, Lock gate, FrameKind kind, ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            Frames.Write(socket, kind, bytes);
        }
    }

    private static async Task TakeAsync(Stream socket, Stream file, CancellationToken cancellation)
    {
        while (await NextAsync(socket, cancellation) is { } frame)
        {
            switch (frame.Kind)
            {
                case FrameKind.Bytes:
                    await file.WriteAsync(frame.Bytes, cancellation);
                    break;
                case FrameKind.FileEnd:
                    return;
                case FrameKind.Fault:
                    throw new FileBrokenException(frame.Text);
            }
        }

        throw new FileBrokenException("Not done: the service broke off in the middle of the file. It is stopping or has died; its log says why. Nothing was written; run the command again.");
    }

    /// <summary>Null when the service is gone, however it went.</summary>
    private static async Task<Frame?> NextAsync(Stream socket, CancellationToken cancellation)
    {
        try
        {
            return await Frames.ReadAsync(socket, cancellation);
        }
        catch (IOException gone) when (gone.InnerException is SocketException || gone is EndOfStreamException)
        {
            return null;
        }
    }

    /// <summary>A file that was begun did not arrive whole; the message is the line for the operator.</summary>
    private sealed class FileBrokenException(string message) : IOException(message);
}
