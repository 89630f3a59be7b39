using System.Text;

namespace Moomken.Bot.Bench.Load.Measure;

/// <summary>The tables of what happens when much comes at once: from all, and from one.</summary>
internal static class Crowded
{
    public static void Burst(StringBuilder text, RunResult[] results)
    {
        if (results.Length == 0)
        {
            return;
        }

        text.AppendLine("| server | queued updates | s until all are durable | s until all are answered | errors |");
        text.AppendLine("|---|---:|---:|---:|---:|");
        foreach (var server in results.GroupBy(result => (result.Name, result.Users)))
        {
            text.AppendLine($"| {server.Key.Name} | {server.Key.Users} | {Summary.Spread(server, r => r.LastDurableSeconds, "0.00")} | "
                + $"{Summary.Spread(server, r => r.Seconds, "0.00")} | {server.Sum(r => r.Errors)} |");
        }

        text.AppendLine();
    }

    public static void Flood(StringBuilder text, RunResult[] results)
    {
        if (results.Length == 0)
        {
            return;
        }

        text.AppendLine("| server | others/s | flood/s | durable p99 ms, calm → flood | ratio | reply p99 ms, calm → flood | ratio | errors |");
        text.AppendLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var server in results.GroupBy(result => result.Name))
        {
            text.AppendLine($"| {server.Key} | {Summary.Spread(server, r => r.TurnsPerSecond, "0")} | {Summary.Spread(server, r => r.FloodPerSecond, "0")} | "
                + $"{Summary.Spread(server, r => r.CalmDurable!.P99, "0.0")} → {Summary.Spread(server, r => r.Durable.P99, "0.0")} | {Summary.Spread(server, r => r.Durable.P99 / r.CalmDurable!.P99, "0.00")} | "
                + $"{Summary.Spread(server, r => r.CalmWhole!.P99, "0.0")} → {Summary.Spread(server, r => r.Whole.P99, "0.0")} | {Summary.Spread(server, r => r.Whole.P99 / r.CalmWhole!.P99, "0.00")} | {server.Sum(r => r.Errors)} |");
        }

        text.AppendLine();
    }
}
