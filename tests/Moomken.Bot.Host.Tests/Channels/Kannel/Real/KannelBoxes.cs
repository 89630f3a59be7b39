using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Moomken.Bot.Host.Tests.Channels.Telegram;
using Moomken.Bot.Host.Tests.Storage;
using Moomken.Bot.Tests.Support;

namespace Moomken.Bot.Host.Tests.Channels.Kannel.Real;

/// <summary>
/// The real bearerbox and smsbox of Debian's package as child processes, with the configuration that docs/kannel ships: only
/// ports, folders, secrets and the link are changed, the link being Kannel's own fake of an operator. What dies is started
/// again, as systemd would.
/// </summary>
internal sealed class KannelBoxes : IAsyncDisposable
{
    public const string SendPassword = "send-password-of-tests";
    public const string StatusPassword = "status-password-of-tests";
    public const string From = "12345";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Of util-linux, which every Debian has: whoever kills the tests kills the boxes with them.</summary>
    private static readonly string[] DiesWithUs = File.Exists("/usr/bin/setpriv") ? ["/usr/bin/setpriv", "--pdeathsig", "KILL", "--"] : [];
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly CancellationTokenSource closing = new();
    private readonly int adminPort = FreePort.Next();
    private readonly int sendPort = FreePort.Next();
    private readonly string configuration;
    private readonly ConcurrentQueue<string> said = new();
    private readonly Lock gate = new();
    private Task supervision = Task.CompletedTask;
    private Process? bearerbox;
    private Process? smsbox;

    private KannelBoxes(string hook, string secret, bool two)
    {
        configuration = folder.File("kannel.conf");
        Directory.CreateDirectory(folder.File("store"));
        Directory.CreateDirectory(folder.File("dlr"));
        OperatorPort = FreePort.Next();
        SecondPort = two ? FreePort.Next() : 0;
        File.WriteAllText(configuration, Shipped(hook, secret));
    }

    /// <summary>Where phones connect: the operator's side.</summary>
    public int OperatorPort { get; }

    /// <summary>The same of a second operator; 0 when there is none.</summary>
    public int SecondPort { get; }

    public string SendUrl => $"http://127.0.0.1:{sendPort}/cgi-bin/sendsms";

    public string StatusUrl => $"http://127.0.0.1:{adminPort}/status.xml";

    /// <param name="hook">Scheme, host and port that post-url names.</param>
    /// <param name="secret">The webhook secret in post-url.</param>
    /// <param name="two">True for a link to a second operator, libyana.</param>
    public static async Task<KannelBoxes> Start(string hook, string secret, bool two = false)
    {
        var boxes = new KannelBoxes(hook, secret, two);
        try
        {
            // A thread of its own: the kernel ends the boxes with the thread that started them, and those of the pool come and go.
            boxes.supervision = Task.Factory.StartNew(boxes.Supervise, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await boxes.Ready();
            return boxes;
        }
        catch
        {
            await boxes.DisposeAsync();
            throw;
        }
    }

    /// <summary>kill -9; it is started again by itself.</summary>
    public void KillBearerbox() => Kill(ref bearerbox);

    /// <summary>kill -9; it is started again by itself.</summary>
    public void KillSmsbox() => Kill(ref smsbox);

    /// <summary>Until bearerbox runs and smsbox is connected to it.</summary>
    public async Task Ready()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await Status() is not { } status || !status.Contains("<status>running", StringComparison.Ordinal) || !status.Contains("<status>on-line", StringComparison.Ordinal))
        {
            if (patience.IsCancellationRequested)
            {
                throw new TimeoutException($"Kannel did not start. {Logs()}");
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>The page that doctor reads; null while nobody answers.</summary>
    public async Task<string?> Status()
    {
        try
        {
            return await client.GetStringAsync(new Uri($"{StatusUrl}?password={StatusPassword}"));
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await supervision;
        Kill(ref smsbox);
        Kill(ref bearerbox);
        EndStrays();
        client.Dispose();
        closing.Dispose();
        folder.Dispose();
    }

    private string Shipped(string hook, string secret)
    {
        var text = Repository.Read("docs/kannel/kannel.conf");
        var (link, after) = (text.IndexOf("group = smsc\n", StringComparison.Ordinal), text.IndexOf("group = smsbox\n", StringComparison.Ordinal));
        var links = SecondPort == 0 ? FakeLink("almadar", OperatorPort) : FakeLink("almadar", OperatorPort, alone: false) + FakeLink("libyana", SecondPort, alone: false);
        return (text[..link] + links + text[after..])
            .Replace("13000", Digits(adminPort), StringComparison.Ordinal)
            .Replace("13001", Digits(FreePort.Next()), StringComparison.Ordinal)
            .Replace("13013", Digits(sendPort), StringComparison.Ordinal)
            .Replace("http://kannel:WEBHOOK_SECRET@127.0.0.1:5080", hook.Replace("://", $"://kannel:{secret}@", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("SEND_PASSWORD", SendPassword, StringComparison.Ordinal)
            .Replace("STATUS_PASSWORD", StatusPassword, StringComparison.Ordinal)
            .Replace("/var/spool/kannel", folder.Path, StringComparison.Ordinal)
            .Replace("/var/log/kannel", folder.Path, StringComparison.Ordinal);
    }

    private static string FakeLink(string id, int port, bool alone = true) =>
        $"group = smsc\nsmsc = fake\nsmsc-id = {id}\n{(alone ? "" : $"allowed-smsc-id = \"{id}\"\n")}host = \"127.0.0.1\"\nour-host = \"127.0.0.1\"\nport = {Digits(port)}\nconnect-allow-ip = \"127.0.0.1\"\n\n";

    /// <summary>Restart=always. smsbox that loses bearerbox goes on in a process of its own making: systemd ends such strays with the group.</summary>
    private void Supervise()
    {
        do
        {
            lock (gate)
            {
                Revive(ref bearerbox, "bearerbox");
            }

            var running = Status().GetAwaiter().GetResult() is not null;
            lock (gate)
            {
                if (running && (smsbox?.HasExited ?? true))
                {
                    EndStrays(except: bearerbox!.Id);
                    Revive(ref smsbox, "smsbox");
                }
            }
        }
        while (!closing.Token.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(200)));
    }

    private void Revive(ref Process? box, string name)
    {
        if (box is { HasExited: false })
        {
            return;
        }

        box?.Dispose();
        string[] command = [.. DiesWithUs, "/usr/sbin/" + name, "-v", "4", configuration];
        box = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardError = true,
        })!;
        box.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        box.BeginErrorReadLine();
    }

    private void Kill(ref Process? box)
    {
        lock (gate)
        {
            if (box is { HasExited: false })
            {
                box.Kill();
                box.WaitForExit();
            }
        }
    }

    /// <summary>Processes that run with our own configuration file, and no others.</summary>
    private void EndStrays(int except = 0)
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Select(path => Path.GetFileName(path)).Where(name => name.All(char.IsAsciiDigit)).Select(name => int.Parse(name, CultureInfo.InvariantCulture)))
        {
            if (process != except && CommandLine(process).Contains(configuration, StringComparison.Ordinal))
            {
                End(process);
            }
        }
    }

    private static void End(int id)
    {
        try
        {
            using var stray = Process.GetProcessById(id);
            stray.Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It ended by itself meanwhile.
        }
    }

    private static string CommandLine(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{Digits(process)}/cmdline");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private string Logs() => string.Join('\n', Directory.EnumerateFiles(folder.Path, "*.log").Select(File.ReadAllText).Concat(said));

    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);
}
