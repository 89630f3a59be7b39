using System.Collections.Immutable;

namespace Moomken.Bot.Imports;

/// <summary>What an import did, or would do.</summary>
public sealed record ImportTally
{
    public int New { get; init; }

    public int Changed { get; init; }

    public int Unchanged { get; init; }

    /// <summary>Every fault of the file; with any of them nothing was written.</summary>
    public ImmutableArray<ImportFault> Faults { get; init; } = [];

    /// <summary>What the coordinator should know beside the numbers. Names nobody.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    public static ImportTally Refused(IEnumerable<ImportFault> faults) => new() { Faults = [.. faults.OrderBy(fault => fault.Line)] };
}
