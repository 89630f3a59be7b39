using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Moomken.Bot.Host.Tests.Channels.Telegram;
using Moomken.Bot.Tests.Support;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>
/// The built service as a process of its own, on one data folder and one loopback port, to be stopped, killed and started
/// again. Its output is kept whole.
/// </summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    /// <summary>Generous: a busy machine with two cores starts in ten seconds what usually takes one.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly ConcurrentQueue<string> output = new();
    private readonly Dictionary<string, string> settings;
    private readonly int port = FreePort.Next();
    private Process? process;

    public ServiceProcess(string dataFolder, IReadOnlyDictionary<string, string>? settings = null) =>
        this.settings = new Dictionary<string, string>(settings ?? new Dictionary<string, string>())
        {
            ["Moomken__DataDirectory"] = dataFolder,
            ["ASPNETCORE_URLS"] = Address,
        };

    public string Address => $"http://127.0.0.1:{port}";

    /// <summary>Everything that was written to stdout and stderr, by every run so far.</summary>
    public string Output => string.Join('\n', output);

    /// <summary>From the start of the process to the first yes of <c>/health/ready</c>.</summary>
    public TimeSpan StartTook { get; private set; }

    /// <summary>A program and its arguments to start the service through; the service's own command follows.</summary>
    public IReadOnlyList<string> Through { get; init; } = [];

    public int Id => process!.Id;

    public bool HasExited => process?.HasExited ?? true;

    /// <summary>From the next start on.</summary>
    public void Set(string name, string value) => settings[name] = value;

    /// <summary>Returns when the service is ready; fails with its output when it ends before.</summary>
    public async Task Start(string? fault = null)
    {
        var start = Stopwatch.GetTimestamp();
        Launch(fault);
        await Until(async () => HasExited || await Ready());
        Assert.False(HasExited, $"The service ended with {(HasExited ? process!.ExitCode : 0)} instead of being ready.\n{Output}");
        StartTook = Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Returns at once; the service may not be ready for a second or two.</summary>
    public void Launch(string? fault = null)
    {
        var command = new[] { "dotnet", Path.Combine(AppContext.BaseDirectory, "Moomken.Bot.Host.dll") };
        string[] all = [.. Through, .. command];
        var start = new ProcessStartInfo(all[0], all[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        if (fault is not null)
        {
            start.Environment["MOOMKEN_FAULT"] = fault;
        }

        process?.Dispose();
        process = Process.Start(start)!;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>For a service that must not start: returns its exit code.</summary>
    public async Task<int> RunToEnd()
    {
        Launch();
        await Ended(Patience);
        return process!.ExitCode;
    }

    /// <summary>kill -9, and returns when the process is gone.</summary>
    public async Task Kill9()
    {
        process!.Kill();
        await Ended(Patience);
    }

    /// <summary>SIGTERM, as systemd and Docker stop a service. Returns the exit code.</summary>
    public async Task<int> Terminate(TimeSpan? within = null)
    {
        await Signal("TERM");
        await Ended(within ?? Patience);
        return process!.ExitCode;
    }

    /// <summary>STOP freezes every thread, as a suspended machine does; CONT lets them go on where they were.</summary>
    public async Task Signal(string name)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -{name} {Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until the process ends by itself.</summary>
    public async Task Ended(TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        try
        {
            await process!.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"The service did not end within {within.TotalSeconds} s.\n{Output}");
        }
    }

    public async Task<(HttpStatusCode Status, string Body)> Get(string path)
    {
        using var response = await client.GetAsync(new Uri(Address + path));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<bool> Ready()
    {
        try
        {
            return (await Get("/health/ready")).Status == HttpStatusCode.OK;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException)
        {
            // Not there yet, or the machine is too busy to say so in time.
            return false;
        }
    }

    /// <summary>Waits for a condition outside this process; fails with the service's output.</summary>
    public async Task Until(Func<Task<bool>> so)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await so())
        {
            Assert.False(patience.IsCancellationRequested, $"Waited in vain. The service said:\n{Output}");
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!HasExited)
        {
            await Kill9();
        }

        process?.Dispose();
        client.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            output.Enqueue(text);
        }
    }
}
