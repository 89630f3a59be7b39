using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Definition;

namespace Moomken.Bot.Dialogs.Forms;

/// <summary>
/// One file of <c>content/forms/</c>: what is asked, once. The guided questions, the one-line SMS, its replies, the
/// printed guide and the export columns all come from it.
/// </summary>
public sealed record FormDefinition
{
    public required string Name { get; init; }

    public required string File { get; init; }

    public required int Version { get; init; }

    /// <summary>The word that opens a one-line SMS of this form.</summary>
    public required string Code { get; init; }

    /// <summary>Other words that open it, in either language.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>Fields whose value may stand right behind the form's word, without a tag, in this order.</summary>
    public ImmutableArray<string> Untagged { get; init; } = [];

    public ImmutableArray<FormField> Fields { get; init; } = [];

    public ImmutableArray<ReminderDefinition> Remind { get; init; } = [];
}

public enum FieldType
{
    Choice,
    Multi,
    YesNo,
    Count,
    Number,

    /// <summary>Digits that are no number: an id, whose leading zeros stay. Its least and greatest are counts of digits.</summary>
    Code,
    Text,
    Time,
    Date,
    Place,
    Station,
    Location,

    /// <summary>Words, voice, photos and video, in as many messages as the person needs.</summary>
    Story,
}

/// <summary>One question of a form.</summary>
public sealed record FormField
{
    /// <summary>Also the slot, the export column and the text key's last part.</summary>
    public required string Id { get; init; }

    public required int Line { get; init; }

    /// <summary>What a one-line SMS writes before the value.</summary>
    public required string Tag { get; init; }

    /// <summary>Other words for the tag, in either language. The first Arabic one is the tag that Arabic replies show.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    public required FieldType Type { get; init; }

    public ChoiceSource Choices { get; init; } = ChoiceSource.None;

    /// <summary>The resolver that reads written words; types that need one have a default of their own name.</summary>
    public string? Read { get; init; }

    /// <summary>An optional field offers "skip".</summary>
    public bool Optional { get; init; }

    public string? SkipIf { get; init; }

    /// <summary>Fields whose answers fall when this one changes.</summary>
    public ImmutableArray<string> Resets { get; init; } = [];

    /// <summary>Least and greatest value of a number or count; fewest and most digits of a code; longest text.</summary>
    public int Min { get; init; }

    public int Max { get; init; } = int.MaxValue;

    /// <summary>A count above this is asked again once ("really 950?"), then taken.</summary>
    public int? WarnAbove { get; init; }

    /// <summary>Stored sealed and never exported without a role and a reason.</summary>
    public bool Sealed { get; init; }
}
