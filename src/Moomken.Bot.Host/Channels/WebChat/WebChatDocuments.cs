using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Messages;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>One web chat. Its id is unguessable, and with it as user the core knows the person (<see cref="WebChatChannel.AddressOf"/>).</summary>
public sealed record WebChatConversation
{
    public static readonly DocumentKind<WebChatConversation> Documents = new(
        "web_conversations", conversation => conversation.Id, WebChatJson.Default.WebChatConversation);

    public required string Id { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset LastAt { get; init; }

    /// <summary>Number of the last line; lines are numbered from 1 without gaps, so a reader knows how many to ask for.</summary>
    public long LastLine { get; init; }

    /// <summary>Bytes uploaded in all.</summary>
    public long UploadedBytes { get; init; }

    /// <summary>The person asked to forget this chat: no token opens it any more and its lines are gone.</summary>
    public bool Forgotten { get; init; }
}

/// <summary>
/// One line of a web chat's transcript. The id is <c>conversation/line</c> with twelve digits, so that one scan after
/// an id reads a chat in order, without an index.
/// </summary>
public sealed record WebChatActivity
{
    public static readonly DocumentKind<WebChatActivity> Documents = new(
        "web_activities", activity => activity.Id, WebChatJson.Default.WebChatActivity);

    public required string Id { get; init; }

    /// <summary>What clients know the line by, within the chat. The same for every repeat of the same message.</summary>
    public required string Key { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>True for the bot's own lines.</summary>
    public bool FromBot { get; init; }

    /// <summary>The claimed user id of the sender, which the client compares with its own.</summary>
    public string? User { get; init; }

    /// <summary>Name of an event; null for a message.</summary>
    public string? Event { get; init; }

    public string? Text { get; init; }

    public string? Locale { get; init; }

    /// <summary>What the client put into <c>channelData</c>, as it was: clients know their own line by it.</summary>
    public string? ChannelData { get; init; }

    /// <summary>The payload of the pressed button.</summary>
    public string? Button { get; init; }

    public GeoPoint? Location { get; init; }

    public ImmutableArray<WebChatFile> Files { get; init; } = [];

    public ImmutableArray<OutboundChoice> Choices { get; init; } = [];

    public bool WantsLocation { get; init; }

    [JsonIgnore]
    public string Conversation => Id[..Id.IndexOf('/', StringComparison.Ordinal)];

    [JsonIgnore]
    public long Line => long.Parse(Id.AsSpan(Id.IndexOf('/', StringComparison.Ordinal) + 1));

    public static string IdOf(string conversation, long line) => $"{conversation}/{line:D12}";
}

/// <summary>An uploaded file as the transcript names it.</summary>
public sealed record WebChatFile(string Upload, string ContentType, string? Name);

/// <summary>Says which line a message became, so that its repeat, however late, changes nothing.</summary>
public sealed record WebChatReceipt(string Id, long Line)
{
    public static readonly DocumentKind<WebChatReceipt> Documents = new("web_receipts", receipt => receipt.Id, WebChatJson.Default.WebChatReceipt);
}

/// <summary>What is known of an uploaded file; its bytes lie sealed in the upload folder.</summary>
public sealed record WebChatUpload
{
    public static readonly DocumentKind<WebChatUpload> Documents = new("web_uploads", upload => upload.Id, WebChatJson.Default.WebChatUpload);

    public required string Id { get; init; }

    public required string Conversation { get; init; }

    /// <summary>As the sender named it.</summary>
    public string? Name { get; init; }

    public required long Bytes { get; init; }

    /// <summary>The type found by decoding, for the images that a browser may show; null for everything else.</summary>
    public string? ImageType { get; init; }
}

/// <summary>The secret that tokens are signed with, sealed. Made at first start; deleting it ends every open chat.</summary>
public sealed record WebChatSecret(string Id, byte[] SealedKey)
{
    public static readonly DocumentKind<WebChatSecret> Documents = new("web_secrets", secret => secret.Id, WebChatJson.Default.WebChatSecret);
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(WebChatConversation))]
[JsonSerializable(typeof(WebChatActivity))]
[JsonSerializable(typeof(WebChatReceipt))]
[JsonSerializable(typeof(WebChatUpload))]
[JsonSerializable(typeof(WebChatSecret))]
internal sealed partial class WebChatJson : JsonSerializerContext;
