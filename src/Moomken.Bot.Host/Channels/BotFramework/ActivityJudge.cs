using System.Security.Cryptography;
using System.Text;
using Moomken.Bot.Host.Channels.WebChat;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>Decides what a proved activity is to us. Never throws, whatever the activity holds. Thread-safe.</summary>
public sealed class ActivityJudge(BotFrameworkOptions options, TimeProvider time)
{
    /// <summary>Characters of a conversation's id, at most; Teams' are around 120.</summary>
    private const int LongestConversation = 1024;

    /// <summary>The conversation is the person: in a private chat there is nobody else, and a name that a page made up must not be anybody else's.</summary>
    public ChannelAddress? AddressOf(Activity activity) => activity is { ChannelId: { Length: > 0 } channel, Conversation: { Length: > 0 and <= LongestConversation } conversation }
        && conversation is not ("." or "..") // as part of a path these would lead elsewhere
        ? new ChannelAddress(BotFrameworkChannel.ChannelName, options.Account, ChatReference.UserOf(channel, conversation))
        : null;

    public ActivityVerdict Judge(Activity activity, string body)
    {
        if (activity.Type == "invoke")
        {
            return new ActivityVerdict.UnknownCall();
        }

        if (AddressOf(activity) is not { } address)
        {
            return activity.Type is "message" or "messageUpdate" ? new ActivityVerdict.NotUnderstood("no_conversation") : new ActivityVerdict.Ignored("no_conversation");
        }

        if (IsShared(activity))
        {
            return new ActivityVerdict.NotPrivate(activity.Type == "message" ? Names(activity) : activity.Recipient is { } us && activity.MembersAdded.Contains(us));
        }

        return activity.Type switch
        {
            "message" => new ActivityVerdict.Said(Message(activity, address, body)),
            "messageUpdate" => JudgeEdit(activity, address, body),
            "conversationUpdate" => JudgeMembers(activity, address, body),
            "installationUpdate" when activity.Action == "add" => Joined(activity, address),
            "installationUpdate" when activity.Action == "remove" => Left(activity, address, body),
            "endOfConversation" => Left(activity, address, body),
            "event" => activity.Name == WebChatInbox.Join ? Joined(activity, address) : new ActivityVerdict.Ignored("event"),
            _ => new ActivityVerdict.Ignored("unwanted"),
        };
    }

    /// <summary>What people say to each other is not said to us, and an answer about an incident there would be read by all.</summary>
    private static bool IsShared(Activity activity) => activity.IsGroup || activity.ConversationType is "groupChat" or "channel";

    private static bool Names(Activity activity) => activity.Recipient is { } us && activity.Mentions.Any(mention => mention.Who == us);

    private InboundMessage Message(Activity activity, ChannelAddress address, string body)
    {
        var start = Start(activity, address, activity.Id is { Length: > 0 } id ? id : Print(body)) with { Refers = activity.ReplyToId };
        return ActivityContent.Into(start, activity);
    }

    /// <summary>An edit carries the id of what it edits, so the id of the edit itself is its words.</summary>
    private ActivityVerdict JudgeEdit(Activity activity, ChannelAddress address, string body)
    {
        var edit = Start(activity, address, Print(body)) with { Kind = InboundKind.Edited, Refers = activity.Id };
        var message = ActivityContent.Into(edit, activity);
        return message.Text is null && message.Media.IsEmpty ? new ActivityVerdict.Ignored("edit_without_content") : new ActivityVerdict.Said(message);
    }

    private ActivityVerdict JudgeMembers(Activity activity, ChannelAddress address, string body)
    {
        if (activity.Recipient is { } us && activity.MembersRemoved.Contains(us))
        {
            return Left(activity, address, body);
        }

        return activity.MembersAdded.Any(member => member != activity.Recipient) ? Joined(activity, address) : new ActivityVerdict.Ignored("members");
    }

    /// <summary>One id for all: however many ways a channel has to say that a chat was opened, it is greeted once.</summary>
    private ActivityVerdict.Joined Joined(Activity activity, ChannelAddress address) => new(Start(activity, address, "joined") with { Text = "/start" });

    private ActivityVerdict.Left Left(Activity activity, ChannelAddress address, string body) =>
        new(Start(activity, address, Print(body)) with { Kind = InboundKind.Blocked });

    private InboundMessage Start(Activity activity, ChannelAddress address, string messageId) => new()
    {
        From = address,
        MessageId = messageId,
        At = activity.Timestamp ?? time.GetUtcNow(),
        LanguageHint = activity.Locale,
    };

    /// <summary>For what has no id of its own: the same body is the same message.</summary>
    private static string Print(string body) => "body-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)).AsSpan(0, 16));
}
