using System.Diagnostics;
using Moomken.Bot.Host.Tests.Channels.Telegram;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(Moomken.Bot.Host.Tests.Storage.Postgres.TestCluster))]

namespace Moomken.Bot.Host.Tests.Storage.Postgres;

/// <summary>
/// A PostgreSQL of the tests' own: a cluster in a temporary folder on a loopback port, with fsync on as in earnest. Started
/// when the first test asks for it; it ends with the tests, also when they are killed. The machine's own cluster is not touched.
/// </summary>
public sealed class TestCluster : IAsyncDisposable
{
    public const string User = "moomken";
    public const string Password = "secret-of-tests";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static TestCluster? current;

    private readonly string folder = Directory.CreateTempSubdirectory("moomken-pg-").FullName;
    private readonly int port = FreePort.Next();
    private Process? server;
    private int databases;

    private string Data => Path.Combine(folder, "data");

    /// <summary>Running.</summary>
    public static async Task<TestCluster> Get()
    {
        await Gate.WaitAsync();
        try
        {
            if (current is null)
            {
                var made = new TestCluster();
                await made.Make();
                await made.Start();
                current = made;
            }

            return current;
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>A cluster that one test has to itself, to stop and to break. Running.</summary>
    public static async Task<TestCluster> New()
    {
        var made = new TestCluster();
        await made.Make();
        await made.Start();
        return made;
    }

    /// <summary>A new, empty database; its connection string.</summary>
    public async Task<string> NewDatabase()
    {
        var name = $"test_{Interlocked.Increment(ref databases)}";
        await Do("postgres", $"CREATE DATABASE {name}");
        return To(name);
    }

    public int Port => port;

    public string To(string database) =>
        $"Host=127.0.0.1;Port={port};Database={database};Username={User};Password={Password};Include Error Detail=true";

    public async Task Do(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(To(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task Start()
    {
        // The server ends when our end of its shell's input closes, however we end.
        string[] options = ["-D", Data, "-p", $"{port}", "-k", folder, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=on", "-c", "synchronous_commit=on",
            "-c", "shared_buffers=64MB", "-c", "max_connections=200", "-c", "max_wal_size=2GB", "-c", "log_min_messages=fatal"];
        var shell = $"\"{Binary("postgres")}\" {string.Join(' ', options)} & server=$!; read line; kill -${{line:-QUIT}} $server; wait $server";
        server = Process.Start(AsNobody("sh", "-c", shell))!;
        server.OutputDataReceived += (_, _) => { };
        server.ErrorDataReceived += (_, _) => { };
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await Answers())
        {
            Assert.False(server.HasExited, "PostgreSQL ended instead of starting.");
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>As a power cut would: no goodbye, and the next start recovers from the log.</summary>
    public Task Crash() => Stop("QUIT");

    public async Task Stop(string signal)
    {
        await server!.StandardInput.WriteLineAsync(signal);
        using var patience = new CancellationTokenSource(Patience);
        await server.WaitForExitAsync(patience.Token);
        server.Dispose();
        server = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (this != current && current is not null && server is null)
        {
            // The fixture that xunit made stands for the one in use.
            var used = current;
            current = null;
            await used.DisposeAsync();
        }

        if (server is not null)
        {
            await Stop("QUIT");
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task Make()
    {
        var words = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(words, Password);
        if (Environment.IsPrivilegedProcess)
        {
            using var chown = Process.Start("chown", ["-R", "postgres", folder]);
            await chown.WaitForExitAsync();
        }

        using var initdb = Process.Start(AsNobody(Binary("initdb"), "-D", Data, "-U", User, "--pwfile", words, "-A", "scram-sha-256", "-E", "UTF8", "--no-locale", "--no-instructions"))!;
        var (output, errors) = (initdb.StandardOutput.ReadToEndAsync(), initdb.StandardError.ReadToEndAsync());
        await initdb.WaitForExitAsync();
        Assert.True(initdb.ExitCode == 0, $"initdb failed:\n{await output}\n{await errors}");
    }

    private async Task<bool> Answers()
    {
        try
        {
            await Do("postgres", "SELECT 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    // PostgreSQL refuses to run as root.
    internal static ProcessStartInfo AsNobody(string program, params string[] arguments)
    {
        string[] all = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--", program, .. arguments] : [program, .. arguments];
        return new ProcessStartInfo(all[0], all[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
    }

    // Debian keeps them out of the path, by version; the newest is taken.
    private static string Binary(string name)
    {
        const string versions = "/usr/lib/postgresql";
        var found = Directory.Exists(versions)
            ? Directory.GetDirectories(versions).OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0).Select(folder => Path.Combine(folder, "bin", name)).FirstOrDefault(File.Exists)
            : null;
        return found ?? name;
    }
}
