using System.Diagnostics;
using Moomken.Bot.Tests.Support;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>A command of the built program, run to its end as an operator runs it beside the service.</summary>
internal sealed record CommandProcess(int Exit, string Output, string Errors)
{
    public static Task<CommandProcess> Run(string dataFolder, params string[] arguments) => Run(dataFolder, new Dictionary<string, string>(), arguments);

    public static async Task<CommandProcess> Run(string dataFolder, IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Moomken.Bot.Host.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        start.Environment["Moomken__DataDirectory"] = dataFolder;
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(ServiceProcess.Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return new CommandProcess(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            Assert.Fail($"{string.Join(' ', arguments)} did not end.");
            throw;
        }
    }

    /// <summary>Fails with what the command said when it did not end with 0.</summary>
    public CommandProcess Well()
    {
        Assert.True(Exit == 0, $"Exit {Exit}\n{Output}\n{Errors}");
        return this;
    }
}
