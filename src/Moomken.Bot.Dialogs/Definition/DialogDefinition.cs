using System.Collections.Immutable;

namespace Moomken.Bot.Dialogs.Definition;

/// <summary>One file of <c>dialogs/</c>, as it was written. What each key means is in <c>docs/dialogs.md</c>.</summary>
public sealed record DialogDefinition
{
    /// <summary>The version of the file format that this program reads.</summary>
    public const int Spec = 1;

    /// <summary>What stands before a slot's name in <c>migrate</c>, where states and slots share one map.</summary>
    public const string SlotPrefix = "slots.";

    public required string Name { get; init; }

    public required string File { get; init; }

    /// <summary>Raised when a state is removed or renamed or a slot changes its meaning; running sessions are then migrated.</summary>
    public required int Version { get; init; }

    public required string Start { get; init; }

    /// <summary>Commands without the slash that open this dialog anywhere.</summary>
    public ImmutableArray<string> Commands { get; init; } = [];

    /// <summary>Line of <c>entry</c> in the file.</summary>
    public int EntryLine { get; init; }

    /// <summary>Whole messages that open it.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>The state to go to when the person cancels; without it "cancel" simply ends the dialog.</summary>
    public string? Cancel { get; init; }

    public TimeSpan? ExpireIdle { get; init; }

    public string? ExpireGoto { get; init; }

    /// <summary>Most turns of one run; beyond it the person is offered a human.</summary>
    public int MaxTurns { get; init; } = 200;

    /// <summary>Silence after which the next message is met with "shall we go on?" rather than taken as an answer.</summary>
    public TimeSpan ResumeAfter { get; init; } = TimeSpan.FromHours(6);

    public ImmutableArray<StateDefinition> States { get; init; } = [];

    /// <summary>Old version to (old state or <c>slots.name</c> → new).</summary>
    public ImmutableDictionary<int, ImmutableDictionary<string, string>> Migrate { get; init; } =
        ImmutableDictionary<int, ImmutableDictionary<string, string>>.Empty;

    /// <summary>Where a session goes whose state is gone and not mapped; its answers are kept.</summary>
    public string? Lost { get; init; }
}

public enum StateKind
{
    Ask,
    Say,
    Do,
    Group,

    /// <summary>Opens another dialog on top and goes on when that one has ended.</summary>
    Call,
    End,
    Form,
}

/// <summary>One state. Which properties are set depends on its kind.</summary>
public sealed record StateDefinition
{
    public required string Name { get; init; }

    public required int Line { get; init; }

    public required StateKind Kind { get; init; }

    /// <summary>Text key of <c>ask</c>, <c>say</c>, or of an <c>end</c> that says something.</summary>
    public string? Text { get; init; }

    /// <summary>The action of <c>do</c>.</summary>
    public string? Action { get; init; }

    /// <summary>The dialog of <c>call</c>.</summary>
    public string? Call { get; init; }

    /// <summary>The result of <c>end</c>.</summary>
    public string? Result { get; init; }

    /// <summary>The dialog that follows an <c>end</c>.</summary>
    public string? Then { get; init; }

    /// <summary>Slots that the dialog of <see cref="Then"/> starts with, and their names there.</summary>
    public ImmutableArray<(string From, string To)> Pass { get; init; } = [];

    /// <summary>The form of <c>form</c>.</summary>
    public string? Form { get; init; }

    /// <summary>Text key of a form's review.</summary>
    public string? Review { get; init; }

    public ChoiceSource Choices { get; init; } = ChoiceSource.None;

    /// <summary>The slot that the answer is kept in.</summary>
    public string? Save { get; init; }

    /// <summary>What is accepted beside the choices: text, media, location, contact.</summary>
    public ImmutableArray<string> Accept { get; init; } = [];

    /// <summary>The resolver that reads what was written.</summary>
    public string? Read { get; init; }

    /// <summary>True when several messages make one answer, until a choice is pressed.</summary>
    public bool Collect { get; init; }

    /// <summary>Most characters of a written answer.</summary>
    public int MaxLength { get; init; } = 4_000;

    public ImmutableArray<RouteDefinition> Next { get; init; } = [];

    /// <summary>Interrupts that do not work in this state.</summary>
    public ImmutableArray<string> Off { get; init; } = [];

    public ImmutableArray<ReminderDefinition> Remind { get; init; } = [];

    public TimeSpan? TimeoutAfter { get; init; }

    public string? TimeoutGoto { get; init; }

    /// <summary>Guard that skips this state when it holds.</summary>
    public string? SkipIf { get; init; }

    /// <summary>For <c>group</c>: the first of its states.</summary>
    public string? Initial { get; init; }

    public ImmutableArray<StateDefinition> States { get; init; } = [];
}

/// <summary>One way on. The first route of a state that matches is taken.</summary>
/// <param name="On">Choice ids or action outcomes; empty for any.</param>
/// <param name="When">Guard; null for always.</param>
/// <param name="Goto">A state of this dialog.</param>
/// <param name="Line">Line in the file.</param>
public sealed record RouteDefinition(ImmutableArray<string> On, string? When, string Goto, int Line);

public sealed record ReminderDefinition(TimeSpan After, string Text);

/// <summary>Where the choices of a question come from: written out, or made by a named function.</summary>
public sealed record ChoiceSource(ImmutableArray<string> Ids, string? From)
{
    public static readonly ChoiceSource None = new([], null);

    public bool IsNone => Ids.IsEmpty && From is null;
}
