using System.Diagnostics;
using System.Net.NetworkInformation;
using System.Runtime.InteropServices;
using Moomken.Bot.Bench.Load.Measure;

namespace Moomken.Bot.Bench.Load.Runs;

/// <summary>The server's process, started by us so that its start can be timed and its end is certain.</summary>
internal sealed partial class ServerUnderTest : IDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);

    private readonly Process process;
    private readonly string log;
    private readonly long startedAt = Stopwatch.GetTimestamp();

    private ServerUnderTest(Process process, string log)
    {
        this.process = process;
        this.log = log;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
    }

    public ServerProcess Usage => new(process.Id);

    /// <summary>Null when the options name no server to start.</summary>
    /// <exception cref="InvalidOperationException">Its port is taken: another server would be measured instead.</exception>
    public static ServerUnderTest? Start(RunOptions options)
    {
        if (options.Server.Count == 0)
        {
            return null;
        }

        foreach (var webhook in options.Webhooks)
        {
            RequireFree(webhook.Port);
        }

        // The shell sends the output to the file: pumping it through here would cost the generator's core.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" > \"$0\" 2>&1", options.ServerLog, .. options.Server]);

        // Set for the generator alone; the server must run as it would anywhere.
        start.Environment.Remove("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS");
        start.Environment.Remove("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT");
        return new ServerUnderTest(Process.Start(start)!, options.ServerLog);
    }

    /// <returns>From the start to the first 200 of every node, in milliseconds.</returns>
    /// <exception cref="InvalidOperationException">It ended or did not become ready; the message has its last lines.</exception>
    public async Task<double> WaitUntilReady(IReadOnlyList<Uri> webhooks)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var waiting = new Queue<Uri>(webhooks.Select(webhook => new Uri(webhook, "/health/ready")));
        while (Stopwatch.GetElapsedTime(startedAt) < StartLimit && !process.HasExited)
        {
            if (await IsReady(client, waiting.Peek()).ConfigureAwait(false))
            {
                waiting.Dequeue();
            }

            if (waiting.Count == 0)
            {
                return Math.Round(Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds, 1);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10)).ConfigureAwait(false);
        }

        var lines = File.Exists(log) ? File.ReadLines(log).TakeLast(15) : [];
        throw new InvalidOperationException(
            $"The server {(process.HasExited ? $"ended with {process.ExitCode}" : "was not ready in time")}; {log} ends with:\n{string.Join('\n', lines)}");
    }

    public void Dispose()
    {
        if (process.HasExited)
        {
            return;
        }

        _ = Signal(process.Id, Terminate);
        if (!process.WaitForExit(StopLimit))
        {
            process.Kill();
        }
    }

    private static void RequireFree(int port)
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port);
        if (taken)
        {
            throw new InvalidOperationException($"Something listens on port {port} already. Stop it, or choose other ports.");
        }
    }

    private static async Task<bool> IsReady(HttpClient client, Uri address)
    {
        try
        {
            using var answer = await client.GetAsync(address).ConfigureAwait(false);
            return answer.StatusCode == System.Net.HttpStatusCode.OK;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
