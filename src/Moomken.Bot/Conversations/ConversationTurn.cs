using System.Collections.Immutable;
using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Messages;
using Moomken.Bot.People;
using Moomken.Bot.Storage;
using Moomken.Bot.Telemetry;

namespace Moomken.Bot.Conversations;

/// <summary>
/// One turn while its transaction is open: what actions read and change. Everything here is written together, or not
/// at all, when the turn ends.
/// </summary>
public sealed class ConversationTurn(IStoreTransaction store, DialogLibrary library, Conversation conversation, Person person, ChannelAddress address, DateTimeOffset now)
{
    private readonly Dictionary<string, (Conversation Conversation, ChannelAddress Address)> touched = [];

    public IStoreTransaction Store { get; } = store;

    public DialogLibrary Library { get; } = library;

    public Conversation Conversation { get; set; } = conversation;

    public Person Person { get; set; } = person;

    public ChannelAddress Address { get; } = address;

    public DateTimeOffset Now { get; } = now;

    /// <summary>What the person's channel can show; the poorest for a channel that is not known.</summary>
    public ChannelProfile Profile { get; } = ChannelProfile.OfChannel(address.Channel);

    /// <summary>The lane of this turn's reply.</summary>
    public Lane Lane { get; set; } = Lane.Reply;

    /// <summary>Of the report that this turn took; null when it took none. Counted once it is durable.</summary>
    public int? ReportedSeverity { get; set; }

    /// <summary>Why the message was not answered, when the answer would have gone to a machine. Counted once the turn is durable.</summary>
    public LoopKind? Guarded { get; set; }

    /// <summary>Other conversations that were given something to send.</summary>
    public IReadOnlyCollection<(Conversation Conversation, ChannelAddress Address)> Touched => touched.Values;

    /// <summary>A conversation as this turn has it.</summary>
    public Conversation? Find(string id) => id == Conversation.Id ? Conversation : Store.Get(Conversation.Documents, id);

    /// <summary>Writes another conversation, in the same transaction.</summary>
    public void Change(Conversation other, ChannelAddress otherAddress)
    {
        if (other.Id == Conversation.Id)
        {
            Conversation = other;
            return;
        }

        var changed = other with { Revision = other.Revision + 1 };
        Store.Put(Conversation.Documents, changed);
        touched[other.Id] = (changed, otherAddress);
    }

    /// <summary>Deletes another conversation, in the same transaction; what it still had to send is not sent.</summary>
    public void Remove(Conversation other, ChannelAddress otherAddress)
    {
        Store.Delete(Conversation.Documents, other.Id);
        touched[other.Id] = (other with { Pending = [], Timers = [], Revision = other.Revision + 1 }, otherAddress);
    }

    /// <summary>Adds a message to another conversation, in the same transaction.</summary>
    public void SendTo(Conversation other, ChannelAddress otherAddress, OutboundMessage message)
    {
        // Taken as it is by now: this turn may have written it before.
        Change((Find(other.Id) ?? other).Plus(message), otherAddress);
    }

    public string Say(string key, params (string Name, string Value)[] values) => Library.Say(key, Person.Tongue, values);
}

/// <summary>What an action sees of the dialog that asked for it.</summary>
public sealed record ActionContext(ConversationTurn Turn, ImmutableSortedDictionary<string, Answer> Slots)
{
    public Answer? Slot(string name) => Slots.TryGetValue(name, out var answer) && !answer.IsSkipped ? answer : null;
}

/// <summary>How an action ended: the name that the dialog routes by, and the slots that it wrote.</summary>
public sealed record ActionOutcome(string Name, ImmutableDictionary<string, Answer> Slots)
{
    public static ActionOutcome Of(string name) => new(name, ImmutableDictionary<string, Answer>.Empty);

    public static ActionOutcome Of(string name, params (string Slot, string Value)[] slots) =>
        new(name, slots.ToImmutableDictionary(slot => slot.Slot, slot => new Answer(slot.Value)));
}

/// <summary>Something that a dialog file asks for with <c>do:</c>. Runs inside the turn's transaction; must not wait.</summary>
public delegate ActionOutcome DialogAction(ActionContext context);
