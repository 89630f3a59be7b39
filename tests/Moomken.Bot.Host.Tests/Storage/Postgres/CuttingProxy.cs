using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace Moomken.Bot.Host.Tests.Storage.Postgres;

/// <summary>Between the store and the server: passes everything on, and cuts a connection after a question was passed on and before its answer comes back.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly NpgsqlConnectionStringBuilder server;
    private byte[]? cutAfter;

    public CuttingProxy(NpgsqlConnectionStringBuilder server)
    {
        this.server = server;
        listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Through the proxy. Statements are not prepared, so that the question names what it asks.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(server.ConnectionString) { Port = ((IPEndPoint)listener.LocalEndpoint).Port, SslMode = SslMode.Disable }.ConnectionString;

    public void LoseNextAnswerTo(string question) => Volatile.Write(ref cutAfter, Encoding.ASCII.GetBytes(question));

    public ValueTask DisposeAsync()
    {
        listener.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = PassAsync(await listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using (client)
        {
            using var upstream = new TcpClient();
            await upstream.ConnectAsync(IPAddress.Loopback, server.Port);
            var cut = new TaskCompletionSource();
            var answers = CopyAsync(upstream.GetStream(), client.GetStream(), cut, watches: false);
            var questions = CopyAsync(client.GetStream(), upstream.GetStream(), cut, watches: true);
            await Task.WhenAny(answers, questions, cut.Task);
            client.Close();

            // The server has the whole question; it is given the time to do it.
            await (cut.Task.IsCompleted ? answers : Task.CompletedTask);
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, TaskCompletionSource cut, bool watches)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReadAsync(buffer) is var read and > 0)
            {
                var cuts = watches && Volatile.Read(ref cutAfter) is { } word && buffer.AsSpan(0, read).IndexOf(word) >= 0;
                if (cuts)
                {
                    Volatile.Write(ref cutAfter, null);
                    cut.SetResult();
                }

                await to.WriteAsync(buffer.AsMemory(0, read));
                if (cut.Task.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // One end is gone; the other is closed by whoever waits.
        }
    }
}
