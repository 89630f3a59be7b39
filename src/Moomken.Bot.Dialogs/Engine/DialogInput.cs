using System.Collections.Immutable;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>What happened to a conversation: the only thing, beside its session, that may change its state.</summary>
public abstract record DialogInput
{
    private DialogInput()
    {
    }

    /// <summary>Written words. May be empty, may hold anything at all, of any length.</summary>
    public sealed record Text(string Value) : DialogInput;

    /// <summary>
    /// A pressed button. <paramref name="Ask"/> is the <see cref="Prompt.Ask"/> it was shown with; another value means
    /// that the button is stale and must be answered, not obeyed.
    /// </summary>
    public sealed record Press(long Ask, string Choice) : DialogInput;

    /// <summary>Photos, voice, video or files that came as one message or one album, with the caption if there was one.</summary>
    public sealed record Media(ImmutableArray<MediaItem> Items, string? Caption) : DialogInput;

    /// <summary>A shared place. Degrees, WGS 84.</summary>
    public sealed record Location(GeoPoint Point, string? Name) : DialogInput;

    /// <summary>A shared contact card, already checked to be the sender's own; otherwise it comes as text.</summary>
    public sealed record Contact(string Phone) : DialogInput;

    /// <summary>A timer asked for by <see cref="DialogTurn.Timers"/> fired. A timer of an older sprint does nothing.</summary>
    public sealed record Timer(string Name, long Sprint) : DialogInput;

    /// <summary>The outcome of the action that the last turn asked for, with the slots it wrote.</summary>
    public sealed record Outcome(string Name, ImmutableDictionary<string, Answer> Slots) : DialogInput;

    /// <summary>Opens a dialog by name, whatever stands now (the host's own doing, never a person's words).</summary>
    public sealed record Open(string Dialog, ImmutableDictionary<string, Answer> Slots) : DialogInput;

    /// <summary>Something that no dialog can use (a sticker, a poll): answered with what is accepted here.</summary>
    public sealed record Unsupported(string Kind) : DialogInput;

    /// <summary>Asks the current question again without counting it as a try (after a restart, a language change, a resend).</summary>
    public sealed record Again : DialogInput;
}

/// <summary>A received file: <paramref name="Id"/> is the evidence id, <paramref name="Kind"/> one of photo, voice, audio, video, document.</summary>
public sealed record MediaItem(string Id, string Kind);

/// <summary>Degrees, WGS 84.</summary>
public readonly record struct GeoPoint(double Latitude, double Longitude);
