using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Moomken.Bot.Bench.Load.Measure;

/// <summary>Turns result files into the tables of the README: medians [least–most] over the rounds, and ratios by round.</summary>
public static class Summary
{
    /// <summary>One line for a terminal.</summary>
    public static string Row(RunResult result) => string.Create(CultureInfo.InvariantCulture,
        $"{result.Name,-10} {result.Mode,-13} {result.TurnsPerSecond,8:0} turns/s  durable p50 {result.Durable.P50:0.00} p99 {result.Durable.P99:0.00} ms"
        + $"  reply p50 {result.Whole.P50:0.00} p99 {result.Whole.P99:0.00} p99.9 {result.Whole.P999:0.00} ms  errors {result.Errors}"
        + $"  {result.CpuMicrosPerTurn:0} µs CPU/turn  RSS {result.ResidentMegabytes:0} MB  generator {result.GeneratorCores:0.00} core");

    /// <exception cref="InvalidDataException">A file is not a result.</exception>
    public static RunResult Read(string path) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(path), ResultJson.Default.RunResult)
        ?? throw new InvalidDataException($"{path} is not the result of a run.");

    public static string Write(IReadOnlyList<RunResult> results)
    {
        var text = new StringBuilder();
        Closed(text, [.. results.Where(result => result.Mode == "closed")]);
        Open(text, [.. results.Where(result => result.Mode == "open")]);
        Conversations(text, [.. results.Where(result => result.Mode == "conversations")]);
        Crowded.Burst(text, [.. results.Where(result => result.Mode == "burst")]);
        Crowded.Flood(text, [.. results.Where(result => result.Mode == "flood")]);
        return text.ToString();
    }

    private static void Closed(StringBuilder text, RunResult[] results)
    {
        if (results.Length == 0)
        {
            return;
        }

        text.AppendLine("| server | turns/s | p50 ms | p99 ms | p99.9 ms | CPU µs/turn | database µs/turn | generator, cores | RSS MB | ready ms | errors |");
        text.AppendLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var server in results.GroupBy(result => result.Name))
        {
            text.AppendLine($"| {server.Key} | {Spread(server, r => r.TurnsPerSecond, "0")} | {Spread(server, r => r.Whole.P50, "0.0")} | "
                + $"{Spread(server, r => r.Whole.P99, "0.0")} | {Spread(server, r => r.Whole.P999, "0.0")} | {Spread(server, r => r.CpuMicrosPerTurn, "0")} | "
                + $"{Spread(server, r => r.DatabaseMicrosPerTurn, "0")} | {Spread(server, r => r.GeneratorCores, "0.00")} | "
                + $"{Spread(server, r => r.ResidentMegabytes, "0")} | {Spread(server, r => r.ReadyMilliseconds, "0")} | {server.Sum(r => r.Errors)} |");
        }

        Ratios(text, results);
        text.AppendLine();
    }

    private static void Ratios(StringBuilder text, RunResult[] results)
    {
        foreach (var name in results.Select(result => result.Name).Where(name => name != "grammy").Distinct())
        {
            var pairs = results.GroupBy(result => result.Round)
                .Select(round => (Ours: round.FirstOrDefault(r => r.Name == name), Peer: round.FirstOrDefault(r => r.Name == "grammy")))
                .Where(pair => pair.Ours is not null && pair.Peer is not null)
                .ToArray();
            if (pairs.Length > 0)
            {
                // The second ratio hardly feels what else runs on the machine; the first one does.
                var rate = Spread([.. pairs.Select(pair => pair.Ours!.TurnsPerSecond / pair.Peer!.TurnsPerSecond)], "0.00");
                var cpu = Spread([.. pairs.Select(pair => pair.Peer!.CpuMicrosPerTurn / pair.Ours!.CpuMicrosPerTurn)], "0.00");
                text.AppendLine().AppendLine($"By round: turns a second, {name} / grammy **{rate}**; CPU a turn, grammy / {name} **{cpu}**.");
            }
        }
    }

    private static void Open(StringBuilder text, RunResult[] results)
    {
        if (results.Length == 0)
        {
            return;
        }

        text.AppendLine("| server | arrivals/s | durable p50 ms | p99 ms | p99.9 ms | reply p50 ms | p99 ms | CPU µs/turn | database µs/turn | errors |");
        text.AppendLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var server in results.GroupBy(result => (result.Name, result.Rate)))
        {
            text.AppendLine($"| {server.Key.Name} | {server.Key.Rate:0} | {Spread(server, r => r.Durable.P50, "0.00")} | {Spread(server, r => r.Durable.P99, "0.0")} | "
                + $"{Spread(server, r => r.Durable.P999, "0.0")} | {Spread(server, r => r.Whole.P50, "0.00")} | {Spread(server, r => r.Whole.P99, "0.0")} | "
                + $"{Spread(server, r => r.CpuMicrosPerTurn, "0")} | {Spread(server, r => r.DatabaseMicrosPerTurn, "0")} | {server.Sum(r => r.Errors)} |");
        }

        text.AppendLine();
    }

    private static void Conversations(StringBuilder text, RunResult[] results)
    {
        if (results.Length == 0)
        {
            return;
        }

        text.AppendLine("| server | open conversations | RSS MB before → after | peak MB | KB each | errors |");
        text.AppendLine("|---|---:|---:|---:|---:|---:|");
        foreach (var run in results)
        {
            var each = (run.ResidentMegabytes - run.ResidentMegabytesBefore) * 1000 / run.Users;
            text.AppendLine($"| {run.Name} | {run.Users} | {run.ResidentMegabytesBefore:0} → {run.ResidentMegabytes:0} | {run.PeakMegabytes:0} | {each:0.0} | {run.Errors} |");
        }

        text.AppendLine();
    }

    internal static string Spread(IEnumerable<RunResult> runs, Func<RunResult, double> value, string format) =>
        Spread([.. runs.Select(value)], format);

    private static string Spread(double[] values, string format)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        var median = values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
        return values.Length == 1
            ? median.ToString(format, CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{median.ToString(format)} [{values[0].ToString(format)}–{values[^1].ToString(format)}]");
    }
}
