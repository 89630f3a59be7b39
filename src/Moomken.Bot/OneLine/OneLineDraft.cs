using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Moomken.Bot.Dialogs.Engine;

namespace Moomken.Bot.OneLine;

/// <summary>
/// What a one-line report left: values that do not make a report yet and wait under a case code, or the claim of the report that
/// was written, and what our reply asked for.
/// </summary>
public sealed record OneLineDraft
{
    /// <summary>What follows within this time without a case code may complete it.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(30);

    /// <summary>Values that do not make a report are kept for so long, as the guided questions are.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(7);

    /// <summary>The same message again within this time is the same report.</summary>
    public static readonly TimeSpan SameWithin = TimeSpan.FromMinutes(10);

    /// <summary>The slot with the messages of a one-line report as they were typed.</summary>
    public const string TypedSlot = "typed";

    /// <summary>The slot with the case code under which the values were kept: the report takes it.</summary>
    public const string CodeSlot = "kept_as";

    /// <summary>Messages that made no report yet and are kept as they were typed.</summary>
    private const int MostTyped = 5;

    private const int LongestTyped = 1_000;

    /// <summary>Name of the form.</summary>
    public required string Form { get; init; }

    /// <summary>Case code of the report that was written; null while the values do not make one.</summary>
    public string? Code { get; init; }

    /// <summary>The case code under which the values wait, and which the report will have: the person was told it. Null while there are no values, and once there is a report.</summary>
    public string? KeptAs { get; init; }

    /// <summary>True once the person began another report instead: it waits under its code and is not asked about again.</summary>
    public bool IsSetAside { get; init; }

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

    /// <summary>When the last line of it came.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>True while values wait that do not make a report.</summary>
    [JsonIgnore]
    public bool IsKept => Code is null && KeptAs is not null;

    /// <summary>True when nothing goes on with it any more.</summary>
    public bool IsOver(DateTimeOffset now) => now - At >= (IsKept ? Lasts : Fresh);

    public OneLineDraft Plus(string typed) => this with
    {
        Typed = [.. Typed.Add(typed.Length > LongestTyped ? typed[..LongestTyped] : typed).TakeLast(MostTyped)],
    };
}
