using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Messages;
using Moomken.Bot.Observers;
using Moomken.Bot.OneLine;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Conversations;

/// <summary>
/// One person on one channel, in one document: where the dialog stands, which messages were taken, what is still to be
/// sent and which timers run. One document, so that a turn is one write and nothing of it can be half there.
/// </summary>
public sealed record Conversation
{
    public static readonly DocumentKind<Conversation> Documents = new(
        "conversations", conversation => conversation.Id, ConversationJson.Default.Conversation);

    /// <summary>Replies that may wait to be sent at once: more than anybody reads one by one.</summary>
    public const int MostUnsent = 10;

    /// <summary>Look-up of the address: knowing the address gives the id, knowing the id gives nothing.</summary>
    public required string Id { get; init; }

    public required string PersonId { get; init; }

    public required string Channel { get; init; }

    public required string Account { get; init; }

    /// <summary>The user's id on the channel, sealed under the person's key.</summary>
    public required string SealedUser { get; init; }

    public DialogSession Session { get; init; } = DialogSession.Empty;

    public SeenMessages Seen { get; init; } = SeenMessages.None;

    /// <summary>What was said last, where the same words soon after may be a repeat that its id does not show; null elsewhere.</summary>
    public ImmutableList<SaidWords>? LastSaid { get; init; }

    /// <summary>Messages that are due, in the order in which they must arrive.</summary>
    public ImmutableList<OutboundMessage> Pending { get; init; } = [];

    /// <summary>
    /// The provider's ids of the last messages here, where it gives ids and can be asked: what it lists under one of these is not the message
    /// that is in doubt, though it reads the same.
    /// </summary>
    public TakenMessages? TakenLately { get; init; }

    /// <summary>Read from documents of before the times were kept; never written.</summary>
    [JsonInclude]
    internal ImmutableList<string>? Taken
    {
        get => null;
        init => TakenLately = value is null ? TakenLately : TakenMessages.Of(value);
    }

    /// <summary>A message has left: the provider has it under this id.</summary>
    public Conversation WithTaken(OutboundMessage message, string? providerId, DateTimeOffset now) =>
        this with { Pending = Pending.Remove(message), TakenLately = providerId is null ? TakenLately : (TakenLately ?? TakenMessages.None).With(providerId, now) };

    public ImmutableArray<ConversationTimer> Timers { get; init; } = [];

    /// <summary>When the person said stop; nothing but the answer to their own words is sent until they say start.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>What the person wrote while they had stopped us, until they say start; null for nothing.</summary>
    public ImmutableList<KeptWords>? Kept { get; init; }

    /// <summary>Why the person cannot be reached here, in the channel's words; null while they can.</summary>
    public string? Unreachable { get; init; }

    /// <summary>True while nothing may be sent here that the person did not just ask for, or nothing arrives.</summary>
    [JsonIgnore]
    public bool IsQuiet => StoppedAt is not null || Unreachable is not null;

    /// <summary>The album whose first picture was answered: its other pictures are kept without an answer each.</summary>
    public string? Album { get; init; }

    public RecentReport? Recent { get; init; }

    /// <summary>What one-line reports left open, the newest last; null for nothing. See <see cref="LineDrafts"/>.</summary>
    public ImmutableList<OneLineDraft>? Lines { get; init; }

    /// <summary>Read from documents of before there could be several; never written.</summary>
    [JsonInclude]
    internal OneLineDraft? OneLine
    {
        get => null;
        init => Lines = value is null ? Lines : [value];
    }

    /// <summary>What was said and heard last where a machine may be on the other end.</summary>
    public Echo? Echo { get; init; }

    /// <summary>The alert that the person raised about themselves; what they report soon after belongs to it.</summary>
    public OpenDanger? Danger { get; init; }

    /// <summary>The link code that was shown here last; null for none.</summary>
    public string? LinkId { get; init; }

    /// <summary>True after a long silence on a number that may be somebody else's by now: who it is is asked before anything else.</summary>
    public bool Doubted { get; init; }

    /// <summary>Wrong codes that were typed here in the running hour; null for none.</summary>
    public CodeTries? WrongCodes { get; init; }

    /// <summary>
    /// Grows each time that this address begins anew (after its data was deleted): with it the sender knows an older state
    /// from a newer one, since revisions begin again too. Made of ids that are ordered in time.
    /// </summary>
    public string Life { get; init; } = "";

    /// <summary>True once the person's data was deleted: the document goes as soon as the last message has been sent.</summary>
    public bool Forgotten { get; init; }

    /// <summary>When the person last wrote, or, where we began, when we did; what retention counts from.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>True while only we have written, as to a coordinator who is alerted: such a person never opened WhatsApp's 24 hours.</summary>
    public bool NeverWrote { get; init; }

    /// <summary>When the person last wrote; long ago for one who never did.</summary>
    [JsonIgnore]
    public DateTimeOffset LastHeard => NeverWrote ? DateTimeOffset.MinValue : LastAt;

    /// <summary>Raised by every write, so that the sender can tell a newer list of pending messages from an older one.</summary>
    public long Revision { get; init; }

    public Conversation Plus(OutboundMessage message) => this with { Pending = Pending.Add(message) };

    /// <summary>
    /// Adds a reply to what the person said. When as many as <see cref="MostUnsent"/> wait to be sent (somebody floods us, or the
    /// provider is down), it takes the place of the last: what was said is kept all the same, the newest reply says how things stand,
    /// and the document does not grow with every message. So it does when two wait and the last says the same: twice the same
    /// words, one after the other, tell nothing more.
    /// </summary>
    public Conversation PlusReply(OutboundMessage message)
    {
        var waiting = Pending.FindAll(pending => pending is { Lane: Lane.Reply, Returns: 0, Doubts: 0, SilentSince: null });
        var isOneTooMany = waiting.Count >= MostUnsent || (waiting.Count >= 2 && waiting[^1] == Pending[^1] && message.SaysTheSameAs(waiting[^1]));
        return message.Lane == Lane.Reply && isOneTooMany
            ? this with { Pending = Pending.Remove(waiting[^1]).Add(message) }
            : Plus(message);
    }
}

/// <summary>A timer of the open question.</summary>
public sealed record ConversationTimer(string Name, long Sprint, DateTimeOffset DueAt);

/// <summary>An alert of somebody who was not safe.</summary>
public sealed record OpenDanger(string IncidentId, DateTimeOffset At);

/// <summary>The last report sent from here, so that the same words again are known as the same.</summary>
public sealed record RecentReport(string Code, string Fingerprint, string TextFingerprint, DateTimeOffset At);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(Conversation))]
internal sealed partial class ConversationJson : JsonSerializerContext;
