using System.Collections.Immutable;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>What the engine answers to one input: the session to store and everything that must follow.</summary>
public sealed record DialogTurn
{
    public required DialogSession Session { get; init; }

    /// <summary>Texts to say before the question, in order, already in the person's language.</summary>
    public ImmutableArray<string> Said { get; init; } = [];

    /// <summary>The question that is now open; null when an action is wanted or nothing is going on.</summary>
    public Prompt? Prompt { get; init; }

    /// <summary>
    /// True when the question was shown a moment ago and an answer to it was not understood: where every message is paid for
    /// it is not shown again.
    /// </summary>
    public bool Brief { get; init; }

    /// <summary>The action to run before the dialog can go on; its outcome comes back as <see cref="DialogInput.Outcome"/>.</summary>
    public string? Action { get; init; }

    /// <summary>Every timer of the question that is now open: replaces all earlier ones.</summary>
    public ImmutableArray<TimerRequest> Timers { get; init; } = [];

    /// <summary>Every state passed, for funnels: <c>from --trigger--> to</c>.</summary>
    public ImmutableArray<Step> Steps { get; init; } = [];

    /// <summary>Dialogs that ended in this turn, innermost first.</summary>
    public ImmutableArray<EndedDialog> Ended { get; init; } = [];

    /// <summary>True when a pressed button was of an older question: the channel may say so where the finger is.</summary>
    public bool Stale { get; init; }

    /// <summary>
    /// True when the input was of no consequence (a timer of an older question, an outcome that nothing waits for): there
    /// is nothing to store and nothing to send, and the timers that are set stay set.
    /// </summary>
    public bool Ignored { get; init; }
}

/// <summary>An open question.</summary>
public sealed record Prompt
{
    /// <summary>The sprint of this question; buttons carry it back.</summary>
    public required long Ask { get; init; }

    public required string Text { get; init; }

    /// <summary>The choices of the page that is shown, in order; the numbers 1… mean these.</summary>
    public ImmutableArray<Choice> Choices { get; init; } = [];

    /// <summary>The ways out that are shown after the choices (more, back, menu …), with the digit or word that means each.</summary>
    public ImmutableArray<Choice> Ways { get; init; } = [];

    /// <summary>True when a shared location is an answer here: channels that can, offer the button for it.</summary>
    public bool WantsLocation { get; init; }

    /// <summary>True when the answer is free text: the channel opens its keyboard rather than hiding it.</summary>
    public bool WantsText { get; init; }
}

/// <summary>Something to press or to type. <paramref name="Key"/> is what a phone without buttons types for it: a number, or a word.</summary>
/// <param name="Id">What comes back when it is pressed.</param>
/// <param name="Label">The title, in the person's language.</param>
/// <param name="Key">The number or word to type.</param>
/// <param name="InText">True when the question's text shows it with its number already (the answers of a review).</param>
public sealed record Choice(string Id, string Label, string Key = "", bool InText = false);

/// <summary>A timer to set: fires <paramref name="After"/> this turn, unless another turn sets others before.</summary>
public sealed record TimerRequest(string Name, TimeSpan After);

public sealed record Step(string Dialog, string From, string Trigger, string To);

public sealed record EndedDialog(string Dialog, string Result, ImmutableSortedDictionary<string, Answer> Slots);
