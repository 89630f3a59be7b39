using System.Net.Sockets;
using Moomken.Bot.Host.Operations;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Storage.Disk;

namespace Moomken.Bot.Host.Control;

/// <summary>
/// The door for commands while the service runs: a unix socket in the data folder, for the folder's owner and root alone. It is no
/// part of the web server, so no address that the service listens on can lead to it.
/// </summary>
internal sealed class ControlSocket(
    MoomkenOptions options, IEnumerable<Operation> operations, IServiceProvider services, TimeProvider time, ILogger<ControlSocket> logger) : BackgroundService
{
    /// <summary>Commands at once. A person runs one; more wait in the listener's queue.</summary>
    private const int AtOnce = 4;

    /// <summary>A command that does not read its answer is left after so many seconds.</summary>
    private const int WriteWithin = 60_000;

    private readonly Dictionary<string, Operation> known = operations.ToDictionary(operation => operation.Name, StringComparer.Ordinal);
    private readonly SemaphoreSlim free = new(AtOnce, AtOnce);

    public override void Dispose()
    {
        free.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ServeAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
        catch (Exception fault) when (fault is IOException or SocketException or UnauthorizedAccessException)
        {
            // Messages are taken all the same: a service without its door for commands is better than none on election night.
            logger.LogError("Commands cannot reach this service while it runs: {Fault}", fault is IOException ? fault.Message : fault.GetType().Name);
        }
    }

    private async Task ServeAsync(CancellationToken stopping)
    {
        using var path = ControlPath.In(options.DataDirectory);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

        // We hold the folder's lock, so a socket that lies there is of a service that was killed.
        File.Delete(path.Path);
        listener.Bind(path.EndPoint);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path.Path, FolderDisk.OwnerOnly);
        }

        // Only now can anybody connect: before the mode was set, nobody listened.
        listener.Listen(AtOnce);
        var sessions = new List<Task>();
        try
        {
            while (true)
            {
                await free.WaitAsync(stopping);
                sessions.RemoveAll(session => session.IsCompleted);
                sessions.Add(TalkAsync(await AcceptAsync(listener, stopping), stopping));
            }
        }
        finally
        {
            await Task.WhenAll(sessions);
            File.Delete(path.Path);
        }
    }

    private async Task<Socket> AcceptAsync(Socket listener, CancellationToken stopping)
    {
        try
        {
            return await listener.AcceptAsync(stopping);
        }
        catch
        {
            free.Release();
            throw;
        }
    }

    private async Task TalkAsync(Socket peer, CancellationToken stopping)
    {
        // Away from the loop that accepts: an export is written without a pause.
        await Task.Yield();
        try
        {
            if (PeerRights.MayTalk(peer))
            {
                peer.SendTimeout = WriteWithin;
                await using var stream = new NetworkStream(peer, ownsSocket: false);
                await new ControlSession(stream, services, known, time, logger).RunAsync(stopping);
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
        {
            // The command was interrupted, or the service stops: the command says so to whoever runs it.
        }
        catch (Exception fault)
        {
            logger.LogError("A command failed with {Fault} at {Stack}", fault.GetType().Name, fault.StackTrace);
        }
        finally
        {
            peer.Dispose();
            free.Release();
        }
    }
}
