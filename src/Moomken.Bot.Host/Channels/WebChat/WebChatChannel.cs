using System.Security.Cryptography;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Messages;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>Our own web chat: sending is writing a line of the transcript and waking whoever is looking.</summary>
public sealed class WebChatChannel(IStore store, WebChatStreams streams, UploadFolder uploads, TimeProvider time) : IChannel
{
    public const string ChannelName = "web";

    public string Name => ChannelName;

    public string Account => ChannelName;

    public ChannelProfile Profile => ChannelProfile.Web;

    /// <summary>The chat is the user: a token opens one chat, and a user id that a client made up must not name anybody else's.</summary>
    public static ChannelAddress AddressOf(string conversation) => new(ChannelName, ChannelName, conversation);

    public async Task<SendResult> SendAsync(SendAttempt attempt, CancellationToken cancellation)
    {
        var (to, message) = (attempt.To, attempt.Message);
        long? line;
        try
        {
            line = await store.WriteAsync(transaction => WebChatTranscript.Append(transaction, to.User, LineOf(to.User, message)), cancellation);
        }
        catch (StoreUnavailableException)
        {
            return new SendResult.Failed("store_unavailable", Retryable: true);
        }

        if (line is null)
        {
            return new SendResult.RecipientGone("chat_forgotten");
        }

        streams.Wake(to.User);
        return new SendResult.Sent(DirectLineWire.IdOf(to.User, message.Id));
    }

    public async Task<FetchResult> FetchAsync(InboundMedia media, long maxBytes, CancellationToken cancellation)
    {
        if (!UploadFolder.IsId(media.Reference) || !uploads.Has(media.Reference))
        {
            return new FetchResult.Failed("gone", Retryable: false);
        }

        using var bytes = new MemoryStream();
        try
        {
            await foreach (var piece in uploads.ReadAsync(media.Reference).WithCancellation(cancellation))
            {
                if (bytes.Length + piece.Length > maxBytes)
                {
                    return new FetchResult.TooLarge(media.Bytes);
                }

                bytes.Write(piece.Span);
            }
        }
        catch (Exception damage) when (damage is InvalidDataException or EndOfStreamException or CryptographicException)
        {
            return new FetchResult.Failed("damaged", Retryable: false);
        }
        catch (IOException)
        {
            return new FetchResult.Failed("unreadable", Retryable: true);
        }

        return new FetchResult.Fetched(bytes.ToArray());
    }

    private WebChatActivity LineOf(string conversation, OutboundMessage message) => new()
    {
        Id = WebChatActivity.IdOf(conversation, 0),
        Key = message.Id,
        At = time.GetUtcNow(),
        FromBot = true,
        Text = message.Text,
        Locale = message.Tongue.Code(),
        Choices = message.Choices,
        WantsLocation = message.WantsLocation,
    };
}
