using System.Diagnostics;
using Moomken.Bot.Host.Tests.Channels.Telegram;
using Npgsql;
using Xunit;

namespace Moomken.Bot.Host.Tests.Storage.Postgres;

/// <summary>The real pgbouncer of Debian before the tests' PostgreSQL, on a loopback port of its own.</summary>
internal sealed class TestPooler : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string folder = Directory.CreateTempSubdirectory("moomken-pool-").FullName;
    private readonly int port = FreePort.Next();
    private Process? pooler;

    /// <param name="cluster">What it leads to.</param>
    /// <param name="mode">session, transaction or statement.</param>
    /// <param name="more">Further lines of its settings.</param>
    public static async Task<TestPooler> Start(TestCluster cluster, string mode, string more = "")
    {
        var made = new TestPooler();
        await made.Make(cluster, mode, more);
        return made;
    }

    public string Through(string connection) => new NpgsqlConnectionStringBuilder(connection) { Port = port }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        if (pooler is { HasExited: false })
        {
            await pooler.StandardInput.WriteLineAsync();
            using var patience = new CancellationTokenSource(Patience);
            await pooler.WaitForExitAsync(patience.Token);
        }

        pooler?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task Make(TestCluster cluster, string mode, string more)
    {
        var (settings, users) = (Path.Combine(folder, "pgbouncer.ini"), Path.Combine(folder, "users.txt"));
        await File.WriteAllTextAsync(users, $"\"{TestCluster.User}\" \"{TestCluster.Password}\"\n");
        await File.WriteAllTextAsync(settings, $"""
            [databases]
            * = host=127.0.0.1 port={cluster.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = trust
            auth_file = {users}
            pool_mode = {mode}
            {more}
            """);
        if (Environment.IsPrivilegedProcess)
        {
            using var chown = Process.Start("chown", ["-R", "postgres", folder]);
            await chown.WaitForExitAsync();
        }

        // It ends when our end of its shell's input closes, however we end.
        pooler = Process.Start(TestCluster.AsNobody("sh", "-c", $"/usr/sbin/pgbouncer -q \"{settings}\" & pooler=$!; read line; kill -INT $pooler; wait $pooler"))!;
        pooler.OutputDataReceived += (_, _) => { };
        pooler.ErrorDataReceived += (_, _) => { };
        pooler.BeginOutputReadLine();
        pooler.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await Answers(Through(cluster.To("postgres"))))
        {
            Assert.False(pooler.HasExited, "pgbouncer ended instead of starting. Is the package pgbouncer installed?");
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    private static async Task<bool> Answers(string connection)
    {
        try
        {
            await using var asked = new NpgsqlConnection(connection + ";Pooling=false");
            await asked.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
