using System.Collections.Immutable;
using Moomken.Bot.Messages;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>An uploaded file that lies in the upload folder, not yet named by any line.</summary>
public sealed record SavedUpload(WebChatUpload Upload, string? ContentType);

/// <summary>What a post became. <paramref name="Id"/> is what the echo carries; <paramref name="Notice"/> is for where the finger is.</summary>
/// <param name="Id">The line's id, the same for every repeat.</param>
/// <param name="Repeat">True when it had been taken before.</param>
/// <param name="Notice">A short text in the person's language, or null.</param>
public sealed record WebChatTaken(string Id, bool Repeat, string? Notice);

/// <summary>Takes what a person posted into the service: line, receipt and everything that follows from it in one transaction.</summary>
public sealed class WebChatInbox(
    WebChatTranscript transcript, WebChatStreams streams, Receive receive, Vault vault, IdSource ids, TimeProvider time)
{
    /// <summary>The event that a page sends once it is connected; on an empty chat it stands for the first word.</summary>
    public const string Join = "webchat/join";

    /// <summary>Completes when all is durable. Throws <see cref="StoreUnavailableException"/> when the store cannot take it now.</summary>
    public async Task<WebChatTaken> TakeAsync(WebChatClaims claims, WebChatPost post, ImmutableArray<SavedUpload> uploads, CancellationToken cancellation)
    {
        var joins = post.Type == "conversationUpdate" || (post.Type == "event" && post.Name == Join);
        var key = KeyOf(claims.Conversation, post, joins);
        var id = DirectLineWire.IdOf(claims.Conversation, key);
        if (await transcript.ReceiptAsync(claims.Conversation, key, cancellation) is not null)
        {
            streams.Wake(claims.Conversation);
            return new WebChatTaken(id, Repeat: true, null);
        }

        var line = LineOf(claims, post, key, uploads);
        var isFirst = joins && (await transcript.FindAsync(claims.Conversation, cancellation))?.LastLine == 0;
        if (post.Type != "message" && !isFirst)
        {
            streams.Pass(claims.Conversation, DirectLineWire.Echo(line));
            return new WebChatTaken(id, Repeat: false, null);
        }

        // From here on the client's leaving changes nothing: what is half received would otherwise be half answered.
        var received = await receive(
            MessageOf(claims, post, key, uploads), transaction => Keep(transaction, claims.Conversation, line, uploads), CancellationToken.None);
        streams.Wake(claims.Conversation);
        await SignTypingAsync(claims.Conversation, key, cancellation);
        return new WebChatTaken(id, received.Repeat, received.Notice);
    }

    /// <summary>
    /// The message's id within the channel. Made from the client's own id where it gives one, so that a retry, even after
    /// a restart, is the same message; a first contact has one key however many tabs announce it.
    /// </summary>
    private string KeyOf(string conversation, WebChatPost post, bool joins)
    {
        if (joins)
        {
            return vault.Lookup("web-join", conversation);
        }

        return post.ClientId is { Length: > 0 } client ? vault.Lookup("web-line", $"{conversation}\n{client}") : ids.Next();
    }

    private static void Keep(IStoreTransaction transaction, string conversation, WebChatActivity line, ImmutableArray<SavedUpload> uploads)
    {
        WebChatTranscript.Append(transaction, conversation, line, uploads.Sum(saved => saved.Upload.Bytes));
        foreach (var saved in uploads)
        {
            transaction.Put(WebChatUpload.Documents, saved.Upload);
        }
    }

    private async Task SignTypingAsync(string conversation, string key, CancellationToken cancellation)
    {
        if (await transcript.ReceiptAsync(conversation, key, cancellation) is { } receipt)
        {
            streams.Pass(conversation, DirectLineWire.Typing(conversation, $"typing-{receipt.Line}"), receipt.Line);
        }
    }

    private WebChatActivity LineOf(WebChatClaims claims, WebChatPost post, string key, ImmutableArray<SavedUpload> uploads) => new()
    {
        Id = WebChatActivity.IdOf(claims.Conversation, 0),
        Key = key,
        At = time.GetUtcNow(),
        User = claims.User,
        Event = post.Type == "message" ? null : post.Name ?? post.Type,
        Text = post.Text,
        Locale = post.Locale,
        ChannelData = post.ChannelData,
        Button = post.Button,
        Location = post.Location,
        Files = [.. uploads.Select(saved => new WebChatFile(saved.Upload.Id, ShownType(saved), saved.Upload.Name))],
    };

    /// <summary>Only a decoded picture may call itself one: clients show pictures in place.</summary>
    private static string ShownType(SavedUpload saved) => saved.Upload.ImageType
        ?? (saved.ContentType is { } claimed && !claimed.StartsWith("image/", StringComparison.OrdinalIgnoreCase) ? claimed : "application/octet-stream");

    private InboundMessage MessageOf(WebChatClaims claims, WebChatPost post, string key, ImmutableArray<SavedUpload> uploads)
    {
        var message = new InboundMessage
        {
            From = WebChatChannel.AddressOf(claims.Conversation),
            MessageId = key,
            At = time.GetUtcNow(),
            LanguageHint = post.Locale,
        };
        if (post.Type != "message")
        {
            return message with { Text = "/start" };
        }

        // A press and a shared place carry words only for the transcript; the core must not read them as an answer.
        var silent = post.Button is not null || post.Location is not null;
        var unusable = !silent && uploads.IsEmpty && string.IsNullOrEmpty(post.Text);
        return message with
        {
            Text = silent || post.Text is "" ? null : post.Text,
            Button = post.Button,
            Location = post.Location,
            LocationName = post.LocationName,
            Media = [.. uploads.Select(saved => MediaOf(saved, post.Voice))],
            UnsupportedKind = unusable ? (post.HasLinks ? "link" : "empty") : null,
        };
    }

    private static InboundMedia MediaOf(SavedUpload saved, bool voice) => new(
        KindOf(saved.ContentType, voice), saved.Upload.Id, saved.Upload.Name, saved.ContentType, saved.Upload.Bytes);

    private static string KindOf(string? type, bool voice) => type?.Split('/')[0].ToLowerInvariant() switch
    {
        "image" => "photo",
        "audio" => voice ? "voice" : "audio",
        "video" => "video",
        _ => "document",
    };
}
