using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Engine;

namespace Moomken.Bot.OneLine;

/// <summary>What the last one-line report of a conversation left: what is kept of it, and what our reply asked for.</summary>
public sealed record OneLineDraft
{
    /// <summary>What follows within this time without a case code may complete it.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(30);

    /// <summary>The same message again within this time is the same report.</summary>
    public static readonly TimeSpan SameWithin = TimeSpan.FromMinutes(10);

    /// <summary>The slot with the messages of a one-line report as they were typed.</summary>
    public const string TypedSlot = "typed";

    /// <summary>Messages that made no report yet and are kept as they were typed.</summary>
    private const int MostTyped = 5;

    private const int LongestTyped = 1_000;

    /// <summary>Name of the form.</summary>
    public required string Form { get; init; }

    /// <summary>Case code of the report that was written; null while the values do not make one.</summary>
    public string? Code { get; init; }

    /// <summary>The values so far; empty once there is a report, which has them itself.</summary>
    public ImmutableSortedDictionary<string, Answer> Slots { get; init; } = ImmutableSortedDictionary<string, Answer>.Empty;

    /// <summary>Ids of the fields that our reply named as missing or wrong.</summary>
    public ImmutableArray<string> Asked { get; init; } = [];

    /// <summary>What was typed and is in no report yet, oldest first.</summary>
    public ImmutableArray<string> Typed { get; init; } = [];

    /// <summary>Messages with a fault in a row.</summary>
    public int Faults { get; init; }

    /// <summary>Fingerprint of the last message, so that the same again is known as the same.</summary>
    public required string Print { get; init; }

    public required DateTimeOffset At { get; init; }

    public OneLineDraft Plus(string typed) => this with
    {
        Typed = [.. Typed.Add(typed.Length > LongestTyped ? typed[..LongestTyped] : typed).TakeLast(MostTyped)],
    };
}
