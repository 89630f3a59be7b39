using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Forms;

namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>What a one-line report came to: all that its one reply says.</summary>
public sealed record LineReply
{
    public required ReplyCode Code { get; init; }

    public required FormDefinition Form { get; init; }

    /// <summary>Case code as it is shown; null when there is no report.</summary>
    public string? Case { get; init; }

    public LineReading? Reading { get; init; }

    public ImmutableArray<LineChange> Changes { get; init; } = [];

    public ImmutableArray<FormField> Missing { get; init; } = [];

    /// <summary>Ids and labels of what the person's words most likely mean, for the missing choice.</summary>
    public ImmutableArray<Choice> Likely { get; init; } = [];

    /// <summary>Every answer of the report, for the labels of choices that hang on others.</summary>
    public IReadOnlyDictionary<string, Answer> Slots { get; init; } = ImmutableDictionary<string, Answer>.Empty;

    /// <summary>True when people on duty were told: the person learns what to write in danger.</summary>
    public bool IsUrgent { get; init; }

    /// <summary>True where a question stands open that is too dear to be asked again: how to see it is said.</summary>
    public bool InQuestion { get; init; }

    /// <summary>Another report that is not finished and waits; null for none.</summary>
    public WaitingLine? Waiting { get; init; }

    /// <summary>Case code, as it is shown, of the oldest unfinished report, which had to go for this one; null for none.</summary>
    public string? LetGo { get; init; }

    /// <summary>True when it is the third fault in a row: how it is written is added, and the guided questions are offered.</summary>
    public bool WithHelp { get; init; }
}

/// <summary>A field whose value is another now.</summary>
public sealed record LineChange(FormField Field, Answer Old, Answer New);

/// <summary>A report that waits to be finished.</summary>
/// <param name="Form">Its form.</param>
/// <param name="Case">Case code as it is shown.</param>
public sealed record WaitingLine(FormDefinition Form, string Case);
