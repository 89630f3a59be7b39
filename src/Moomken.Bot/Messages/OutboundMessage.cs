using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Messages;

/// <summary>The order in which waiting messages leave: a lower lane never delays a higher one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Lane>))]
public enum Lane
{
    Safety,
    Reply,
    Reminder,
    Broadcast,
}

/// <summary>A message to one person, in their language, not yet shaped for a channel. Plain text: nothing in it is markup.</summary>
public sealed record OutboundMessage
{
    /// <summary>Ours, ordered in time; the same on every attempt.</summary>
    public required string Id { get; init; }

    // Written even when it is the first of its kind: left out, an alert would come back from the store as a reply.
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public Lane Lane { get; init; } = Lane.Reply;

    // Written even when it is the first of its kind: left out, no conversation with an Arabic message could be read again.
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required Tongue Tongue { get; init; }

    public required string Text { get; init; }

    public ImmutableArray<OutboundChoice> Choices { get; init; } = [];

    /// <summary>True when the channel may offer its own button for sharing a location.</summary>
    public bool WantsLocation { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>After this it is not sent any more but counted as expired.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Not before this: a report of an attempt of unknown outcome may still come, or a phone that was off needs time.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>Attempts of which nobody knows whether they reached the person.</summary>
    public int Doubts { get; init; }

    /// <summary>How often it came back after the provider had taken it: the provider's report said that it failed.</summary>
    public int Returns { get; init; }

    /// <summary>How many of <see cref="Returns"/> were no fault of the message: its account had to wait, or its operator had something to mend.</summary>
    public int Waits { get; init; }

    /// <summary>
    /// Set while the message is kept until the person writes again: when they had last written. Once they write, it is
    /// older than the conversation's <c>LastHeard</c>, and that alone lets the message go.
    /// </summary>
    public DateTimeOffset? SilentSince { get; init; }

    /// <summary>The span of the turn that made it, while somebody collects spans: random numbers, which say nothing of anybody.</summary>
    public string? Trace { get; init; }

    /// <summary>Why the last attempt failed, without personal data.</summary>
    public string? LastFailure { get; init; }

    /// <summary>What the sent log and the outbox know it by: one that came back is to be sent although the log has it as sent.</summary>
    [JsonIgnore]
    public string Key => Returns == 0 ? Id : $"{Id}/{Returns}";

    public bool SaysTheSameAs(OutboundMessage other) =>
        (Text, Tongue, WantsLocation) == (other.Text, other.Tongue, other.WantsLocation) && Choices.SequenceEqual(other.Choices);

    /// <summary>Kept until the person, who last wrote at <paramref name="lastHeard"/>, writes again.</summary>
    public bool IsHeld(DateTimeOffset lastHeard) => SilentSince >= lastHeard;
}

/// <summary>Something to press.</summary>
/// <param name="Payload">Comes back in <see cref="InboundMessage.Button"/>; ASCII, at most 64 bytes.</param>
/// <param name="Label">The button's title.</param>
/// <param name="Key">What is typed where there are no buttons: a number or a word.</param>
/// <param name="Way">True for the ways out (back, menu), which a channel may show smaller or on their own row.</param>
/// <param name="InText">True when the text shows it with its key already: where choices are written out, this one is not repeated.</param>
public sealed record OutboundChoice(string Payload, string Label, string Key, bool Way = false, bool InText = false);
