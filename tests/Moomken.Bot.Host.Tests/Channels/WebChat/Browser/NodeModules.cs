using System.ComponentModel;
using System.Diagnostics;

namespace Moomken.Bot.Host.Tests.Channels.WebChat.Browser;

/// <summary>Microsoft's own clients from npm, at the versions of <c>tests/node-webchat/package-lock.json</c>.</summary>
internal static class NodeModules
{
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "node-webchat");

    /// <summary>Installs them unless they are there; a failure says what to install.</summary>
    public static Task EnsureAsync() => Installed.Value;

    /// <summary>Runs a program in the folder and gives what it printed.</summary>
    public static async Task<string> RunAsync(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        try
        {
            using var process = Process.Start(start)!;
            var printed = process.StandardOutput.ReadToEndAsync(patience.Token);
            var complained = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0
                ? await printed
                : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed with {process.ExitCode}:\n{await complained}\n{await printed}");
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException($"{program} is missing. These tests need Node.js 20 or later with npm: apt-get install nodejs npm");
        }
    }

    private static async Task InstallAsync()
    {
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        var wanted = new FileInfo(Path.Combine(Folder, "package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < wanted.LastWriteTimeUtc)
        {
            await RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        }
    }
}
