using System.Text.Json.Serialization;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>
/// Where and how a chat is written to: all that is needed to send to it, also days later and unasked. No name and no
/// directory id of the person: nothing here needs them.
/// </summary>
public sealed record ChatReference
{
    /// <summary>Where the connector takes our activities for this chat. Only ever from an activity that was proved.</summary>
    public required string ServiceUrl { get; init; }

    /// <summary>False for a chat of local development: our token never goes there.</summary>
    public bool MayHaveToken { get; init; }

    /// <summary>Ourselves, as the channel calls us.</summary>
    public string? Bot { get; init; }

    /// <summary>The person, as the channel calls them.</summary>
    public string? Person { get; init; }

    public string? Tenant { get; init; }

    public string? ConversationType { get; init; }

    /// <summary>The last thing that was said here, which an answer answers.</summary>
    public string? LastActivity { get; init; }

    /// <summary>The user of an address: the channel and its conversation.</summary>
    public static string UserOf(string channelId, string conversation) => $"{channelId}|{conversation}";

    public static (string ChannelId, string Conversation) Parts(string user)
    {
        var bar = user.IndexOf('|', StringComparison.Ordinal);
        return bar < 0 ? (user, "") : (user[..bar], user[(bar + 1)..]);
    }
}

/// <summary>A <see cref="ChatReference"/> as it is stored.</summary>
public sealed record BotFrameworkChat
{
    public static readonly DocumentKind<BotFrameworkChat> Documents = new(
        "botframework_chats", chat => chat.Id, BotFrameworkJson.Default.BotFrameworkChat, new DocumentIndex<BotFrameworkChat>("forgotten", chat => chat.Forgotten ? "yes" : null));

    /// <summary>The conversation's id with us: a keyed hash of the address.</summary>
    public required string Id { get; init; }

    /// <summary>The reference, under a key that is made from the address: whoever lost the address cannot open it.</summary>
    public required byte[] SealedReference { get; init; }

    /// <summary>The person's data was deleted; kept until the last reply has left.</summary>
    public bool Forgotten { get; init; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(BotFrameworkChat))]
[JsonSerializable(typeof(ChatReference))]
internal sealed partial class BotFrameworkJson : JsonSerializerContext;
