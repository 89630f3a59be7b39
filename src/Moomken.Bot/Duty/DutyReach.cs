using System.Collections.Immutable;
using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Moomken.Bot.People;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Duty;

/// <summary>
/// Whether those on duty can be reached. Read from their conversations whenever it is asked, so that it is the same on any node and
/// true again by itself as soon as they write.
/// </summary>
public sealed class DutyReach(DutyAccounts accounts, AddressBook addresses)
{
    /// <summary>They said stop.</summary>
    public const string Stopped = "stopped";

    /// <summary>An alert lies there until they write: outside WhatsApp's 24 hours, without an approved template.</summary>
    public const string Held = "held";

    /// <summary>Who was held is tried again after this long: an approved template may have been set since, and then it goes.</summary>
    private static readonly TimeSpan HeldFor = TimeSpan.FromHours(1);

    /// <summary>An alert that has not left after so long is not on its way: the provider is down, or slows the account. Longer than a message that was sent stays in its conversation.</summary>
    private static readonly TimeSpan LateAfter = TimeSpan.FromSeconds(90);

    /// <summary>They never wrote to us on a channel where a bot may not write first.</summary>
    public const string NeverWrote = "never_wrote";

    public ChannelAddress AddressOf(DutyContact contact) => new(contact.Channel, accounts.Of(contact.Channel), contact.User);

    public string ConversationOf(DutyContact contact) => addresses.ConversationId(AddressOf(contact));

    /// <summary>Why this person cannot be told now, in a word: <see cref="Stopped"/>, <see cref="Held"/>, or the channel's own; null when they can.</summary>
    public static string? WhyNot(Conversation? conversation) =>
        conversation is null ? null
        : conversation.StoppedAt is not null ? Stopped
        : conversation.Unreachable is { } gone ? gone
        : conversation.Pending.Exists(message => message.Lane == Lane.Safety && message.IsHeld(conversation.LastHeard)) ? Held
        : null;

    /// <summary>True when an alert is to go to them before it goes to anybody who cannot be told.</summary>
    public static bool IsWorthTelling(Conversation? conversation, DateTimeOffset now) => WhyNot(conversation) switch
    {
        null => !Waits(conversation, now),
        Held => !conversation!.Pending.Exists(message => message.Lane == Lane.Safety && message.IsHeld(conversation.LastHeard) && message.CreatedAt + HeldFor > now),
        _ => false,
    };

    /// <summary>True while an alert to them lies there and will leave by itself: once they write, or once the provider takes it.</summary>
    public static bool Waits(Conversation? conversation, DateTimeOffset now) =>
        conversation?.Pending.Exists(message => message.Lane == Lane.Safety && LiesThere(message, conversation, now)) == true;

    /// <summary>Whom of the list no alert reaches now, and why.</summary>
    public ImmutableArray<DutyTrouble> Troubles(IStoreReader store, DutyRoster roster) =>
        [.. roster.People.Select((contact, position) => WhyNot(store, contact) is { } why ? new DutyTrouble(position, contact, why) : null).OfType<DutyTrouble>()];

    private string? WhyNot(IStoreReader store, DutyContact contact)
    {
        var conversation = store.Get(Conversation.Documents, ConversationOf(contact));
        var mayNotBegin = contact.Channel is "telegram" or "botframework" && (conversation is null || conversation.NeverWrote);
        return WhyNot(conversation) ?? (mayNotBegin ? NeverWrote : null);
    }

    /// <summary>True when the last who was told will not read it now: the message failed, is held or does not leave, or they stopped or blocked us since.</summary>
    public static bool Missed(IStoreReader store, DutyAlert alert, DateTimeOffset now)
    {
        if (alert.Last is not { } last)
        {
            return false;
        }

        var conversation = store.Get(Conversation.Documents, last.Conversation);
        return store.Get(FailedMessage.Documents, last.Message) is not null || WhyNot(conversation) is not (null or Held)
            || conversation?.Pending.Exists(message => message.Id == last.Message && LiesThere(message, conversation, now)) == true;
    }

    private static bool LiesThere(OutboundMessage message, Conversation conversation, DateTimeOffset now) =>
        message.IsHeld(conversation.LastHeard) || now - message.CreatedAt >= LateAfter;
}

/// <summary>Somebody on duty whom no alert reaches now.</summary>
/// <param name="Position">In the settings, from 0.</param>
/// <param name="Contact">Who.</param>
/// <param name="Why">See <see cref="DutyReach.WhyNot(Conversation?)"/>, or <see cref="DutyReach.NeverWrote"/>.</param>
public sealed record DutyTrouble(int Position, DutyContact Contact, string Why);
