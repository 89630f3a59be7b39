using System.Globalization;
using System.Text.Json;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>
/// Reads one update's raw body. Never throws, whatever the body is: what it cannot read is a verdict. Thread-safe.
/// </summary>
public sealed class TelegramUpdateReader(TelegramIdentity identity, TimeProvider time)
{
    private const string PrivateChat = "private";

    public TelegramVerdict Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            var update = JsonSerializer.Deserialize(body.Span, TelegramJson.Default.WireUpdate);
            return update?.UpdateId is { } id
                ? Judge(update, id, body) with { UpdateId = id }
                : new TelegramVerdict.NotUnderstood("no_update_id");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is how the reader refuses half a surrogate pair in a field's name.
            return new TelegramVerdict.NotUnderstood("not_an_update") { UpdateId = TelegramUpdateId.Find(body.Span) };
        }
    }

    private TelegramVerdict Judge(WireUpdate update, long id, ReadOnlyMemory<byte> body) => update switch
    {
        { Message: { } message } => JudgeMessage(message, id, body),
        { EditedMessage: { } edited } => JudgeEdit(edited, id),
        { CallbackQuery: { } press } => JudgePress(press, id),
        { MyChatMember: { } membership } => JudgeMembership(membership, id),
        _ when TelegramKinds.IsUnwanted(body) => new TelegramVerdict.Ignored("unwanted_update"),
        _ => new TelegramVerdict.NotUnderstood("unknown_update"),
    };

    private TelegramVerdict JudgeMessage(WireMessage message, long id, ReadOnlyMemory<byte> body)
    {
        if (message is { MigrateToChatId: { } moved, Chat: { } old })
        {
            return Understood(Start(old, id, message.Date) with { Kind = InboundKind.Moved, Text = Digits(moved) });
        }

        if (NotForUs(message.Chat, message.From) is { } verdict)
        {
            return verdict;
        }

        var content = TelegramContent.Of(message);
        if (content is null)
        {
            return TelegramKinds.OfMessage(body, "message") is { } kind
                ? Understood(Start(message, id) with { UnsupportedKind = kind })
                : new TelegramVerdict.Ignored("notice");
        }

        var text = TelegramCommand.Addressed(content.Text, identity.Username);
        return text.ForAnotherBot
            ? new TelegramVerdict.Ignored("command_for_another_bot")
            : Understood(content.Into(Start(message, id)) with { Text = text.Text, Album = message.MediaGroupId });
    }

    /// <summary>An edit names the message it changes; a flow step must not run again because of it, which is the conversation's business.</summary>
    private TelegramVerdict JudgeEdit(WireMessage message, long id)
    {
        if (NotForUs(message.Chat, message.From) is { } verdict)
        {
            return verdict;
        }

        // A live location "edits" its message every few seconds as the phone moves. The place that was reported is the first
        // one; keeping each step would be a trail of the person's movements that nobody asked for, and a write a second.
        if (message.Location is not null)
        {
            return new TelegramVerdict.Ignored("live_location_moved");
        }

        return TelegramContent.Of(message) is { } content
            ? Understood(content.Into(Start(message.Chat!, id, message.EditDate ?? message.Date)) with
            {
                Kind = InboundKind.Edited,
                Refers = Digits(message.MessageId),
                LanguageHint = message.From?.LanguageCode,
            })
            : new TelegramVerdict.Ignored("edit_without_content");
    }

    private TelegramVerdict JudgePress(WireCallback press, long id)
    {
        if (press is not { Id: { } callback, From: { } from, Message.Chat: { Type: PrivateChat } chat, Data: { } data }
            || from.Id != chat.Id)
        {
            return new TelegramVerdict.Ignored("press_not_ours", press.Id);
        }

        // A press has no time of its own, and the message's may be hours old or 0: it is now.
        var message = Start(chat, id, 0) with
        {
            Button = data,
            Refers = Digits(press.Message.MessageId),
            LanguageHint = from.LanguageCode,
        };
        return new TelegramVerdict.Understood(message, callback);
    }

    private TelegramVerdict JudgeMembership(WireMembership change, long id)
    {
        InboundKind? kind = change.NewChatMember?.Status switch
        {
            "kicked" => InboundKind.Blocked,
            "member" => InboundKind.Unblocked,
            _ => null,
        };
        return change.Chat is { Type: PrivateChat } chat && kind is { } known
            ? Understood(Start(chat, id, change.Date) with { Kind = known })
            : new TelegramVerdict.Ignored("membership");
    }

    /// <summary>
    /// Only private chats converse. What people say in a group or a channel is not said to us, even where a command is
    /// addressed to the bot: an answer there would show a conversation about incidents to everybody in the group, so there is
    /// none, and the words are not kept.
    /// </summary>
    private static TelegramVerdict? NotForUs(WireChat? chat, WireUser? from) => (chat, from) switch
    {
        (null, _) => new TelegramVerdict.NotUnderstood("no_chat"),
        ({ Type: not PrivateChat }, _) => new TelegramVerdict.Ignored("not_private"),
        (_, { IsBot: true }) => new TelegramVerdict.Ignored("bot"),
        _ => null,
    };

    private InboundMessage Start(WireMessage message, long id) => Start(message.Chat!, id, message.Date) with
    {
        LanguageHint = message.From?.LanguageCode,
        Refers = message.ReplyToMessage is { } answered ? Digits(answered.MessageId) : null,
    };

    private InboundMessage Start(WireChat chat, long id, long seconds) => new()
    {
        From = new ChannelAddress(TelegramChannel.ChannelName, identity.Account, Digits(chat.Id)),
        MessageId = $"u{id}",
        At = TimeOf(seconds),
    };

    /// <summary>A time that cannot be (0, or milliseconds where seconds belong) is no reason to lose a message: it came now.</summary>
    private DateTimeOffset TimeOf(long seconds) =>
        seconds > 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(seconds) : time.GetUtcNow();

    private static TelegramVerdict.Understood Understood(InboundMessage message) => new(message, null);

    private static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);
}
