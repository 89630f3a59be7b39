using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Engine;

namespace Moomken.Bot.Messages;

/// <summary>One thing that a person sent, as every channel hands it in: already authenticated, already parsed.</summary>
public sealed record InboundMessage
{
    public required ChannelAddress From { get; init; }

    /// <summary>The provider's id, unique within channel and account: what a repeat is known by.</summary>
    public required string MessageId { get; init; }

    public required DateTimeOffset At { get; init; }

    public InboundKind Kind { get; init; } = InboundKind.Message;

    /// <summary>The text or the caption.</summary>
    public string? Text { get; init; }

    /// <summary>The pressed button's payload, as <see cref="OutboundChoice.Payload"/> gave it.</summary>
    public string? Button { get; init; }

    public ImmutableArray<InboundMedia> Media { get; init; } = [];

    public GeoPoint? Location { get; init; }

    /// <summary>Name of a shared venue, when the provider gives one.</summary>
    public string? LocationName { get; init; }

    /// <summary>A phone number that the provider vouches is the sender's own.</summary>
    public string? OwnPhone { get; init; }

    /// <summary>Messages of one album carry the same id.</summary>
    public string? Album { get; init; }

    /// <summary>The provider id of the message that this one edits or answers.</summary>
    public string? Refers { get; init; }

    /// <summary>The language of the person's app, as a hint for the first message only.</summary>
    public string? LanguageHint { get; init; }

    /// <summary>Kind of an unsupported message (sticker, poll), for the reply that says what is accepted.</summary>
    public string? UnsupportedKind { get; init; }

    /// <summary>
    /// The same words from the same address within this time (by <see cref="At"/>) are the same message under another id: an SMS
    /// operator that missed an answer hands its message in again so. Zero where ids tell.
    /// </summary>
    public TimeSpan SameWordsWithin { get; init; }
}

public enum InboundKind
{
    Message,
    Edited,

    /// <summary>The person blocked us: nothing more may be sent.</summary>
    Blocked,

    /// <summary>The person unblocked us.</summary>
    Unblocked,

    /// <summary>The person said "start" to the provider itself, which told them that our messages are back.</summary>
    OptedIn,

    /// <summary>The same chat goes on under another id; <see cref="InboundMessage.Text"/> is the new user id.</summary>
    Moved,
}

/// <summary>A file that the provider keeps for us to download.</summary>
/// <param name="Kind">photo, voice, audio, video or document.</param>
/// <param name="Reference">What the channel needs to fetch it; never shown, never logged.</param>
/// <param name="FileName">As the sender named it.</param>
/// <param name="ContentType">As the sender claims; the type is decided by content.</param>
/// <param name="Bytes">As the provider says, when it does.</param>
public sealed record InboundMedia(string Kind, string Reference, string? FileName, string? ContentType, long? Bytes);
