using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>
/// Where one conversation stands: data only, immutable, and all that is stored between two turns. The top frame
/// is the dialog that is talking; the frames under it wait (an unfinished report under the menu, say).
/// </summary>
public sealed record DialogSession
{
    public static readonly DialogSession Empty = new();

    /// <summary>Bottom first; empty when nothing is going on.</summary>
    public ImmutableList<DialogFrame> Frames { get; init; } = [];

    /// <summary>Grows with every question asked. Buttons and timers carry it, so that old ones are known as old.</summary>
    public long Sprint { get; init; }

    [JsonIgnore]
    public DialogFrame? Top => Frames.IsEmpty ? null : Frames[^1];
}

/// <summary>One running dialog.</summary>
public sealed record DialogFrame
{
    public required string Dialog { get; init; }

    /// <summary>The version of the definition that this frame was started with; an older one is migrated on the next turn.</summary>
    public required int Version { get; init; }

    /// <summary>Full path of the leaf, without the dialog's name: <c>report.category</c>.</summary>
    public required string State { get; init; }

    public ImmutableSortedDictionary<string, Answer> Slots { get; init; } = ImmutableSortedDictionary<string, Answer>.Empty;

    /// <summary>The answered questions, oldest first: what "back" walks over.</summary>
    public ImmutableArray<string> Trail { get; init; } = [];

    /// <summary>Misses at this state in a row: the error ladder's rung.</summary>
    public int Misses { get; init; }

    /// <summary>The page of a long list, from 0.</summary>
    public int Page { get; init; }

    /// <summary>Choices made at run time (likely subtypes, places that match), kept so that a number means what was shown.</summary>
    public ImmutableArray<Choice> Offered { get; init; } = [];

    /// <summary>An interrupt (such as <c>cancel</c>) that waits for the person's yes.</summary>
    public string? Confirming { get; init; }

    /// <summary>Turns taken, against the dialog's limit.</summary>
    public int Turns { get; init; }

    /// <summary>When the person last did something here.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>One answer as it is stored. <paramref name="Value"/> is canonical (an id, an ISO date, plain text); empty means skipped.</summary>
/// <param name="Value">Canonical value.</param>
/// <param name="Label">What the person is shown, where it cannot be looked up by the value (a place written freely).</param>
/// <param name="Raw">The person's own words, where they differ from the value.</param>
/// <param name="Items">Values of a multiple answer; evidence ids of media as <c>kind:id</c>.</param>
/// <param name="Point">Degrees, where the answer is or has a position.</param>
public sealed record Answer(
    string Value,
    string? Label = null,
    string? Raw = null,
    ImmutableArray<string> Items = default,
    GeoPoint? Point = null)
{
    public static readonly Answer Skipped = new("");

    [JsonIgnore]
    public bool IsSkipped => Value.Length == 0 && Items.IsDefaultOrEmpty;
}
