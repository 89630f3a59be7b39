using System.CommandLine;
using System.Net.Sockets;
using System.Text.Json;
using Moomken.Bot.Bench.Load.Measure;

namespace Moomken.Bot.Bench.Load.Runs;

/// <summary>The command line of one measurement.</summary>
internal static class RunCommand
{
    private static readonly Option<RunMode> Mode = new("--mode") { Description = "closed, open, conversations, burst or flood.", Required = true };
    private static readonly Option<string> Name = new("--name") { Description = "The server's name in the result.", Required = true };
    private static readonly Option<string> Script = new("--script") { Description = "The conversation.", Required = true };
    private static readonly Option<string[]> Webhook = new("--webhook") { Description = "Where updates are posted; on 127.0.0.1. Again for each further node.", Required = true };
    private static readonly Option<string> Secret = new("--secret") { Description = "The webhook's secret.", Required = true };
    private static readonly Option<int> StubPort = new("--stub-port") { Description = "Where the stub of the Bot API listens.", Required = true };
    private static readonly Option<int> Connections = new("--connections") { Description = "Keep-alive connections.", DefaultValueFactory = _ => 32 };
    private static readonly Option<int> Users = new("--users") { Description = "People.", DefaultValueFactory = _ => 2000 };
    private static readonly Option<double> Warmup = new("--warmup") { Description = "Seconds before measuring.", DefaultValueFactory = _ => 3 };
    private static readonly Option<double> Seconds = new("--seconds") { Description = "Seconds measured.", DefaultValueFactory = _ => 5 };
    private static readonly Option<bool> Polling = new("--polling") { Description = "The server asks for updates instead of being posted them (burst)." };
    private static readonly Option<int?> Database = new("--database") { Description = "The process id of the database, to tell its CPU too." };
    private static readonly Option<double> Flood = new("--flood") { Description = "Messages a second of the one who floods (flood).", DefaultValueFactory = _ => 200 };
    private static readonly Option<double> Rest = new("--rest") { Description = "Seconds without a word before memory is read (conversations).", DefaultValueFactory = _ => 15 };
    private static readonly Option<double> Rate = new("--rate") { Description = "Arrivals a second (open).", DefaultValueFactory = _ => 200 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Of the arrivals.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Round = new("--round") { Description = "By which ratios are paired.", DefaultValueFactory = _ => 1 };
    private static readonly Option<long> FirstChat = new("--first-chat") { Description = "Change it for a second run against one server.", DefaultValueFactory = _ => 1_000_000_000 };
    private static readonly Option<int> FirstUpdate = new("--first-update") { Description = "Likewise.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Out = new("--out") { Description = "A file for the result." };
    private static readonly Option<string> Log = new("--server-log") { Description = "A file for the server's output.", DefaultValueFactory = _ => "/dev/null" };
    private static readonly Argument<string[]> Server = new("server") { Description = "After --: the command that starts the server." };

    public static Command Create()
    {
        var command = new Command("run", "Start a server, walk people through the script, print what was measured.")
        {
            Mode, Name, Script, Webhook, Secret, StubPort, Connections, Users, Warmup, Seconds, Polling, Flood, Database, Rest, Rate, Seed, Round, FirstChat, FirstUpdate, Out, Log, Server,
        };
        command.SetAction((parsed, _) => Run(Read(parsed)));
        return command;
    }

    private static RunOptions Read(ParseResult parsed) => new()
    {
        Mode = parsed.GetValue(Mode),
        Name = parsed.GetRequiredValue(Name),
        Script = parsed.GetRequiredValue(Script),
        Webhooks = [.. parsed.GetRequiredValue(Webhook).Select(address => new Uri(address))],
        Secret = parsed.GetRequiredValue(Secret),
        StubPort = parsed.GetValue(StubPort),
        Connections = parsed.GetValue(Connections),
        Users = parsed.GetValue(Users),
        Warmup = TimeSpan.FromSeconds(parsed.GetValue(Warmup)),
        Measured = TimeSpan.FromSeconds(parsed.GetValue(Seconds)),
        Polling = parsed.GetValue(Polling),
        Flood = parsed.GetValue(Flood),
        Database = parsed.GetValue(Database),
        Rest = TimeSpan.FromSeconds(parsed.GetValue(Rest)),
        Rate = parsed.GetValue(Rate),
        Seed = parsed.GetValue(Seed),
        Round = parsed.GetValue(Round),
        FirstChat = parsed.GetValue(FirstChat),
        FirstUpdate = parsed.GetValue(FirstUpdate),
        Out = parsed.GetValue(Out),
        ServerLog = parsed.GetRequiredValue(Log),
        Server = parsed.GetValue(Server) ?? [],
    };

    private static async Task<int> Run(RunOptions options)
    {
        try
        {
            var (result, faults) = await new Measurement(options, TimeProvider.System).Run().ConfigureAwait(false);
            var json = JsonSerializer.Serialize(result, ResultJson.Default.RunResult);
            Console.WriteLine(json);
            Console.WriteLine(Summary.Row(result));
            if (options.Out is { } path)
            {
                await File.WriteAllTextAsync(path, json + "\n").ConfigureAwait(false);
            }

            Warn(result, faults.Describe());
            return result.Errors == 0 ? 0 : 1;
        }
        catch (Exception fault) when (fault is InvalidOperationException or InvalidDataException or IOException or SocketException)
        {
            await Console.Error.WriteLineAsync($"{options.Name}, {options.Mode}: {fault.Message}").ConfigureAwait(false);
            return 1;
        }
    }

    private static void Warn(RunResult result, string faults)
    {
        if (result.Errors > 0)
        {
            Console.Error.WriteLine($"{result.Errors} errors:\n{faults}");
        }

        if (result.UnexpectedMessages > 0)
        {
            Console.Error.WriteLine($"{result.UnexpectedMessages} messages more than the script expects: set \"replies\" on the steps that are answered twice.");
        }

        if (result.GeneratorCores > 0.9)
        {
            Console.Error.WriteLine("The generator used its whole core: the server may be faster than this shows.");
        }
    }
}
