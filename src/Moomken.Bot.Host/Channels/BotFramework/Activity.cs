using System.Collections.Immutable;
using System.Text.Json;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Host.Channels.Activities;
using static Moomken.Bot.Host.Channels.Activities.ActivityJson;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>The members of an activity that we use; of others, and of members of another type than the protocol's, nothing is read.</summary>
public sealed record Activity
{
    public required string Type { get; init; }

    public string? Id { get; init; }

    public string? ChannelId { get; init; }

    public string? ServiceUrl { get; init; }

    /// <summary>The conversation's id; it opens the conversation to whoever holds our token.</summary>
    public string? Conversation { get; init; }

    /// <summary>Kind of conversation where the channel says so: <c>personal</c>, <c>groupChat</c>, <c>channel</c>.</summary>
    public string? ConversationType { get; init; }

    public bool IsGroup { get; init; }

    public string? Tenant { get; init; }

    public string? From { get; init; }

    /// <summary>Ourselves, as the channel calls us.</summary>
    public string? Recipient { get; init; }

    public string? Text { get; init; }

    public string? TextFormat { get; init; }

    public string? Locale { get; init; }

    public DateTimeOffset? Timestamp { get; init; }

    public string? ReplyToId { get; init; }

    public string? Name { get; init; }

    public string? Action { get; init; }

    /// <summary>The payload of one of our buttons.</summary>
    public string? Button { get; init; }

    /// <summary>A card that is none of ours was sent in.</summary>
    public bool HasOtherValue { get; init; }

    public GeoPoint? Location { get; init; }

    public string? LocationName { get; init; }

    public ImmutableArray<ActivityAttachment> Attachments { get; init; } = [];

    public ImmutableArray<string> MembersAdded { get; init; } = [];

    public ImmutableArray<string> MembersRemoved { get; init; } = [];

    public ImmutableArray<ActivityMention> Mentions { get; init; } = [];

    /// <summary>The answer is wanted in the body of the response.</summary>
    public bool ExpectsReplies { get; init; }

    /// <summary>Null when the body is not a JSON object with a type, or nests too deep.</summary>
    public static Activity? Read(string body)
    {
        using var document = Parse(body);
        return document?.RootElement is { ValueKind: JsonValueKind.Object } root && TextOf(root, "type") is { Length: > 0 } type ? Read(root, type) : null;
    }

    private static Activity Read(JsonElement root, string type)
    {
        var conversation = Inner(root, "conversation");
        var value = Inner(root, "value");
        var (point, place) = ActivityPlace.Read(root);
        return new Activity
        {
            Type = type,
            Id = TextOf(root, "id"),
            ChannelId = TextOf(root, "channelId"),
            ServiceUrl = TextOf(root, "serviceUrl"),
            Conversation = TextOf(conversation, "id"),
            ConversationType = TextOf(conversation, "conversationType"),
            IsGroup = Inner(conversation, "isGroup").ValueKind == JsonValueKind.True,
            Tenant = TextOf(conversation, "tenantId"),
            From = TextOf(Inner(root, "from"), "id"),
            Recipient = TextOf(Inner(root, "recipient"), "id"),
            Text = TextOf(root, "text"),
            TextFormat = TextOf(root, "textFormat"),
            Locale = TextOf(root, "locale") is { Length: <= 35 } locale ? locale : null,
            Timestamp = Inner(root, "timestamp") is { ValueKind: JsonValueKind.String } at && at.TryGetDateTimeOffset(out var time) ? time.ToUniversalTime() : null,
            ReplyToId = TextOf(root, "replyToId"),
            Name = TextOf(root, "name"),
            Action = TextOf(root, "action"),
            Button = ActivityButton.Read(value),
            HasOtherValue = value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null),
            Location = point,
            LocationName = place,
            Attachments = [.. ListOf(root, "attachments").Select(ActivityAttachment.Read)],
            MembersAdded = [.. ListOf(root, "membersAdded").Select(member => TextOf(member, "id")).OfType<string>()],
            MembersRemoved = [.. ListOf(root, "membersRemoved").Select(member => TextOf(member, "id")).OfType<string>()],
            Mentions = [.. ListOf(root, "entities").Where(entity => TextOf(entity, "type") == "mention").Select(ActivityMention.Read)],
            ExpectsReplies = TextOf(root, "deliveryMode") == "expectReplies",
        };
    }
}

/// <summary>Somebody named in the text: who, and the words that name them.</summary>
public sealed record ActivityMention(string? Who, string? Words)
{
    internal static ActivityMention Read(JsonElement entity) => new(TextOf(Inner(entity, "mentioned"), "id"), TextOf(entity, "text"));
}

/// <summary>A file or a card. <c>DownloadUrl</c> is where Teams keeps a file; it needs no token.</summary>
public sealed record ActivityAttachment(string ContentType, string? ContentUrl, string? DownloadUrl, string? Name)
{
    internal static ActivityAttachment Read(JsonElement attachment) => new(
        TextOf(attachment, "contentType") ?? "",
        TextOf(attachment, "contentUrl"),
        TextOf(Inner(attachment, "content"), "downloadUrl"),
        TextOf(attachment, "name"));
}
