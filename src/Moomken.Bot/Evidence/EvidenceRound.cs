using System.Collections.Immutable;

namespace Moomken.Bot.Evidence;

/// <summary>What one round over the waiting files did, for the log and for health: counts and faults, no personal data.</summary>
public sealed record EvidenceRound(int Done, int Missing, int Retrying, ImmutableArray<EvidenceFault> Faults)
{
    internal static EvidenceRound Of(IReadOnlyCollection<StepResult> results) => new(
        results.Count(result => result is StepResult.Done),
        results.Count(result => result is StepResult.Missing),
        results.Count(result => result is StepResult.Retrying),
        [.. results.OfType<StepResult.Faulted>().Select(result => result.Fault)]);
}

/// <summary>Something of ours that failed (a disk, a key, a decoder), so that an operator can look at it.</summary>
public sealed record EvidenceFault(string Id, Exception Exception);

/// <summary>What became of one file in one round.</summary>
internal abstract record StepResult
{
    /// <summary>Kept, or its view made or found impossible; also when another round was quicker.</summary>
    internal sealed record Done : StepResult;

    internal sealed record Missing : StepResult;

    internal sealed record Retrying : StepResult;

    internal sealed record Faulted(EvidenceFault Fault) : StepResult;
}
