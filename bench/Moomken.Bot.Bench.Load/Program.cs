using System.CommandLine;
using Moomken.Bot.Bench.Load.Measure;
using Moomken.Bot.Bench.Load.Runs;

var files = new Argument<string[]>("results") { Description = "Result files that runs have written." };
var summary = new Command("summary", "Print the tables of several runs.") { files };
summary.SetAction(parsed => Console.Write(Summary.Write([.. parsed.GetRequiredValue(files).Select(Summary.Read)])));

var directory = new Argument<string>("directory") { Description = "A folder on the disk to probe." };
var probe = new Command("flush", "Measure what appending 4 KiB and flushing it costs on a disk.") { directory };
probe.SetAction(parsed =>
{
    var taken = FlushProbe.Run(parsed.GetRequiredValue(directory), 2000);
    Console.WriteLine($"append 4 KiB + fsync: p50 {taken.P50:0.000} ms, p99 {taken.P99:0.000} ms");
});

return new RootCommand("Walks people through a scripted conversation over the Telegram webhook, with a stub of the Bot API.")
{
    RunCommand.Create(),
    summary,
    probe,
}.Parse(args).Invoke();
