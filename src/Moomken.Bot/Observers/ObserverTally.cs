using System.Collections.Immutable;
using Moomken.Bot.Imports;

namespace Moomken.Bot.Observers;

/// <summary>What an import of observers did, or would do.</summary>
/// <param name="Counts">Of the lines of the file.</param>
/// <param name="Invites">The codes that were made, for the coordinator to hand out; empty after a dry run. They stand nowhere else.</param>
public sealed record ObserverTally(ImportTally Counts, ImmutableArray<IssuedInvite> Invites);

/// <summary>A code for one observer. Personal: written to a file for its owner only, never logged.</summary>
public sealed record IssuedInvite(ListedObserver Observer, string Code, DateTimeOffset ExpiresAt);

/// <summary>How an import of observers is meant.</summary>
public sealed record ObserverWish
{
    /// <summary>Says what would happen, and writes nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>New codes for everybody in the file who has not joined yet.</summary>
    public bool ReissueAll { get; init; }

    /// <summary>Numbers (E.164) in the file that get a new code whether they joined or not: a lost code, a new phone.</summary>
    public ImmutableArray<string> Reissue { get; init; } = [];

    /// <summary>How long a code opens the door.</summary>
    public TimeSpan Lasts { get; init; } = TimeSpan.FromDays(30);
}
