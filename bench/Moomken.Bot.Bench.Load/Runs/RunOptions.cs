namespace Moomken.Bot.Bench.Load.Runs;

/// <summary>What to measure and how; see the command line's help for each.</summary>
public sealed record RunOptions
{
    public required string Name { get; init; }

    public required RunMode Mode { get; init; }

    public required string Script { get; init; }

    /// <summary>One for each node; the connections are spread over them.</summary>
    public required IReadOnlyList<Uri> Webhooks { get; init; }

    public required string Secret { get; init; }

    public required int StubPort { get; init; }

    public required int Connections { get; init; }

    public required int Users { get; init; }

    public required TimeSpan Warmup { get; init; }

    public required TimeSpan Measured { get; init; }

    public required bool Polling { get; init; }

    public required double Flood { get; init; }

    /// <summary>The database that the server asks, whose CPU is told beside the server's; null when there is none.</summary>
    public int? Database { get; init; }

    public required TimeSpan Rest { get; init; }

    public required double Rate { get; init; }

    public required int Seed { get; init; }

    public required int Round { get; init; }

    public required long FirstChat { get; init; }

    public required int FirstUpdate { get; init; }

    /// <summary>A file that gets the result as JSON; null for none.</summary>
    public string? Out { get; init; }

    /// <summary>Where the server's output goes.</summary>
    public required string ServerLog { get; init; }

    /// <summary>The command that starts the server; empty to measure one that runs already.</summary>
    public required IReadOnlyList<string> Server { get; init; }
}

public enum RunMode
{
    /// <summary>A fixed number of turns always open: what the server can do.</summary>
    Closed,

    /// <summary>Poisson arrivals at a fixed rate: what people feel.</summary>
    Open,

    /// <summary>Everybody walks half-way and stays there: what an open conversation costs in memory.</summary>
    Conversations,

    /// <summary>Everybody's first word at once, as after an outage: how soon the queue is taken.</summary>
    Burst,

    /// <summary>Open, by turns without and with one person who writes without pause: what the others feel of it.</summary>
    Flood,
}
