using System.Text.Json.Serialization;

namespace Moomken.Bot.Host.Channels.Telegram;

// The few fields of Telegram's Update that we use. Types of our own, because the library's are strict about what is none of
// our business: a chat-member status, a forward origin or a date that it does not know fails the whole update, and Telegram
// would repeat that update for 24 hours while the chat behind it is blocked. Fields not named here are skipped unread.
internal sealed record WireUpdate(
    long? UpdateId,
    WireMessage? Message,
    WireMessage? EditedMessage,
    WireCallback? CallbackQuery,
    WireMembership? MyChatMember);

internal sealed record WireMessage
{
    public long MessageId { get; init; }

    public WireUser? From { get; init; }

    public WireChat? Chat { get; init; }

    /// <summary>Unix seconds; 0 in the stub of a message that Telegram no longer has.</summary>
    public long Date { get; init; }

    public long? EditDate { get; init; }

    public WireMessageId? ReplyToMessage { get; init; }

    public string? MediaGroupId { get; init; }

    public string? Text { get; init; }

    public string? Caption { get; init; }

    public WireFile[]? Photo { get; init; }

    public WireFile? LivePhoto { get; init; }

    public WireFile? Voice { get; init; }

    public WireFile? Audio { get; init; }

    public WireFile? Video { get; init; }

    public WireFile? VideoNote { get; init; }

    public WireFile? Animation { get; init; }

    public WireFile? Document { get; init; }

    public WireLocation? Location { get; init; }

    public WireVenue? Venue { get; init; }

    public WireContact? Contact { get; init; }

    public long? MigrateToChatId { get; init; }

    public long? MigrateFromChatId { get; init; }
}

internal sealed record WireUser(long Id, bool IsBot, string? LanguageCode);

internal sealed record WireChat(long Id, string? Type);

internal sealed record WireMessageId(long MessageId);

internal sealed record WireFile(string? FileId, string? FileName, string? MimeType, long? FileSize, int Width, int Height);

internal sealed record WireLocation(double Latitude, double Longitude);

internal sealed record WireVenue(WireLocation? Location, string? Title);

internal sealed record WireContact(string? PhoneNumber, long? UserId);

internal sealed record WireCallback(string? Id, WireUser? From, WireMessage? Message, string? Data);

internal sealed record WireMembership(WireChat? Chat, WireUser? From, long Date, WireMember? NewChatMember);

internal sealed record WireMember(string? Status);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(LenientText)])]
[JsonSerializable(typeof(WireUpdate))]
internal sealed partial class TelegramJson : JsonSerializerContext;
