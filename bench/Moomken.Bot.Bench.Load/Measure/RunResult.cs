using System.Text.Json.Serialization;

namespace Moomken.Bot.Bench.Load.Measure;

/// <summary>One measurement, as it is written to a file. Milliseconds, megabytes (10^6) and microseconds as the names say.</summary>
public sealed record RunResult
{
    public required string Name { get; init; }

    /// <summary>closed, open, conversations, burst or flood.</summary>
    public required string Mode { get; init; }

    public int Round { get; init; }

    public int Connections { get; init; }

    public int Users { get; init; }

    /// <summary>Arrivals a second; open loop only.</summary>
    public double Rate { get; init; }

    public double Seconds { get; init; }

    public int Turns { get; init; }

    public double TurnsPerSecond { get; init; }

    /// <summary>From due to the webhook's 2xx.</summary>
    public required Percentiles Durable { get; init; }

    /// <summary>From due to 2xx and reply.</summary>
    public required Percentiles Whole { get; init; }

    /// <summary>The same without the flood, in the same run; flood only.</summary>
    public Percentiles? CalmDurable { get; init; }

    /// <summary>Likewise.</summary>
    public Percentiles? CalmWhole { get; init; }

    /// <summary>Messages a second that the one who floods really got rid of; flood only.</summary>
    public double FloodPerSecond { get; init; }

    /// <summary>From the first update to the last 2xx (or confirmation); burst only.</summary>
    public double LastDurableSeconds { get; init; }

    public int Errors { get; init; }

    /// <summary>Messages beyond those that the script expects.</summary>
    public long UnexpectedMessages { get; init; }

    public double CpuMicrosPerTurn { get; init; }

    /// <summary>Of the database that the server asks; 0 when it has none.</summary>
    public double DatabaseMicrosPerTurn { get; init; }

    public double ResidentMegabytesBefore { get; init; }

    public double ResidentMegabytes { get; init; }

    public double PeakMegabytes { get; init; }

    /// <summary>Share of its core that the generator used: near 1 it measured itself.</summary>
    public double GeneratorCores { get; init; }

    /// <summary>From the start of the server's process to its first 200 on /health/ready.</summary>
    public double ReadyMilliseconds { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunResult))]
internal sealed partial class ResultJson : JsonSerializerContext;
