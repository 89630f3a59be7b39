using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Telegram;

/// <summary>A script that prints a JSON line for each thing that happened.</summary>
internal sealed class NodeProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Process process;
    private readonly Task<string> errors;

    private NodeProgram(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
    }

    public static string Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Moomken.Bot.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No checkout with Moomken.Bot.sln above {AppContext.BaseDirectory}.");
    }

    /// <summary>What the lock file says; nothing is fetched when it is there already.</summary>
    public static async Task Install(string folder, string package)
    {
        var installed = Path.Combine(folder, "node_modules", package, "package.json");
        var wanted = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "package-lock.json")))!["packages"]![$"node_modules/{package}"]!["version"];
        if (File.Exists(installed) && (string?)JsonNode.Parse(await File.ReadAllTextAsync(installed))!["version"] == (string?)wanted)
        {
            return;
        }

        using var npm = Launch(folder, "npm", "ci");
        var said = await npm.StandardError.ReadToEndAsync();
        await npm.WaitForExitAsync();
        Assert.True(npm.ExitCode == 0, $"npm ci failed in {folder}: {said}");
    }

    public static NodeProgram Start(string folder, params string[] arguments) => new(Launch(folder, "node", arguments));

    /// <summary>Hands the script a line of JSON.</summary>
    public async Task Tell(JsonObject command)
    {
        await process.StandardInput.WriteLineAsync(command.ToJsonString());
        await process.StandardInput.FlushAsync();
    }

    /// <summary>The next line, which must be of this event.</summary>
    public async Task<JsonNode> Next(string name)
    {
        if (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is not { } line)
        {
            throw new InvalidOperationException($"The script ended before \"{name}\": {await errors}");
        }

        var happened = JsonNode.Parse(line)!;
        return (string?)happened["event"] switch
        {
            "stopping" when name == "stopped" => await Next(name),
            var other when other == name => happened,
            _ => throw new InvalidOperationException($"\"{name}\" was expected and this happened: {line}"),
        };
    }

    /// <summary>One line of JSON to its standard input.</summary>
    public async Task Say(JsonNode line)
    {
        await process.StandardInput.WriteLineAsync(line.ToJsonString());
        await process.StandardInput.FlushAsync();
    }

    public void EndInput() => process.StandardInput.Close();

    public async Task<int> Exit()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private static Process Launch(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new InvalidOperationException($"\"{program}\" was not found. This test needs Node.js 20 with npm: apt-get install nodejs npm");
        }
    }
}
