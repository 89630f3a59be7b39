using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Moomken.Bot.Host.Control;
using Moomken.Bot.Host.Operations;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Tests.Storage;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Control;

/// <summary>A control socket in a folder of its own, and commands that talk to it.</summary>
internal sealed class ControlWorld : IAsyncDisposable
{
    public static readonly StoreUnavailableException Held = new("The folder is in use by another process (process id 7).") { InUse = true };

    private readonly TemporaryFolder folder = new();
    private readonly ControlSocket socket;

    /// <param name="operations">What the service knows.</param>
    /// <param name="below">Folders below the temporary one, for a long path.</param>
    public ControlWorld(Operation[] operations, string below = "data")
    {
        DataFolder = folder.File(below);
        Directory.CreateDirectory(DataFolder);
        var options = new MoomkenOptions { DataDirectory = DataFolder, ContentDirectory = "", DialogsDirectory = "" };
        socket = new ControlSocket(options, operations, new ServiceCollection().BuildServiceProvider(), TimeProvider.System, NullLogger<ControlSocket>.Instance);
    }

    public string DataFolder { get; }

    public string SocketFile => Path.Combine(DataFolder, ControlPath.FileName);

    public StringWriter Output { get; } = new();

    public StringWriter Errors { get; } = new();

    public static Operation<Asked> Makes(string name, Func<Asked, OperationCall, CancellationToken, Task<int>> run) =>
        new(name, AskedJson.Default.Asked, (_, asked, call, cancellation) => run(asked, call, cancellation));

    /// <summary>Returns when commands can connect.</summary>
    public async Task Start()
    {
        await socket.StartAsync(TestContext.Current.CancellationToken);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!File.Exists(SocketFile) || !await Answers())
        {
            Assert.False(socket.ExecuteTask!.IsCompleted, "The socket ended instead of listening.");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    public Task Stop() => socket.StopAsync(CancellationToken.None);

    public Task<int> Ask(Operation<Asked> operation, string word, Stream? input = null, CancellationToken cancellation = default) =>
        ControlClient.RunAsync(DataFolder, operation.Asked(new Asked(word), new OperatorConsole(Output, Errors, name => folder.File(name), input)), Held, cancellation);

    public string Made(string name) => folder.File(name);

    public async ValueTask DisposeAsync()
    {
        await Stop();
        socket.Dispose();
        folder.Dispose();
    }

    private async Task<bool> Answers()
    {
        try
        {
            using var path = ControlPath.In(DataFolder);
            using var one = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
            await one.ConnectAsync(path.EndPoint);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}

internal sealed record Asked(string Word);

[JsonSerializable(typeof(Asked))]
internal sealed partial class AskedJson : JsonSerializerContext;
