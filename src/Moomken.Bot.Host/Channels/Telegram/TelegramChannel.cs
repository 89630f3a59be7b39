using System.Collections.Concurrent;
using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>Sends to private chats of one bot and fetches the files that people sent there. Thread-safe.</summary>
public sealed class TelegramChannel(BotApi api, TelegramOptions options) : IChannel
{
    public const string ChannelName = "telegram";

    /// <summary>Long texts half sent, at most; beyond it one of them would start again from its first piece.</summary>
    private const int MostHalfSent = 1024;

    private readonly TelegramFiles files = new(api);

    /// <summary>
    /// How many pieces of a long text have already arrived, by message id: when the rest is tried again, the person must not
    /// read the beginning twice. Not kept over a restart, where reading it twice is the smaller harm than missing it.
    /// </summary>
    private readonly ConcurrentDictionary<string, int> halfSent = new();

    public string Name => ChannelName;

    public string Account { get; } = options.BotId.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public ChannelProfile Profile => ChannelProfile.Telegram;

    /// <summary>
    /// Sends plain text with inline buttons. <see cref="OutboundMessage.WantsLocation"/> adds nothing: Telegram's button for
    /// sharing a place belongs to another keyboard, one message has only one, and dropping the choices for it would leave the
    /// person without the ways out. The dialog's text says how to attach a place.
    /// </summary>
    public async Task<SendResult> SendAsync(SendAttempt attempt, CancellationToken cancellation)
    {
        var (to, message) = (attempt.To, attempt.Message);
        if (!long.TryParse(to.User, out var chat))
        {
            return new SendResult.Failed("bad_address", Retryable: false);
        }

        if (message.Choices.Any(TelegramKeyboard.IsTooLong))
        {
            return new SendResult.Failed("button_too_long", Retryable: false);
        }

        var pieces = TelegramText.Split(message.Text);
        return pieces.Length switch
        {
            0 => new SendResult.Failed("empty_text", Retryable: false),
            1 => await SendPiece(chat, pieces[0], message, last: true, cancellation),
            _ => await SendPieces(chat, pieces, message, cancellation),
        };
    }

    public Task<FetchResult> FetchAsync(InboundMedia media, long maxBytes, CancellationToken cancellation) =>
        files.Fetch(media.Reference, maxBytes, cancellation);

    private async Task<SendResult> SendPieces(long chat, ImmutableArray<string> pieces, OutboundMessage message, CancellationToken cancellation)
    {
        for (var i = halfSent.GetValueOrDefault(message.Id); ; i++)
        {
            var last = i == pieces.Length - 1;
            var result = await SendPiece(chat, pieces[i], message, last, cancellation);
            if (last || result is not SendResult.Sent)
            {
                Remember(message.Id, i, WillComeBack(result));
                return result;
            }
        }
    }

    private async Task<SendResult> SendPiece(long chat, string text, OutboundMessage message, bool last, CancellationToken cancellation)
    {
        var rows = last && !message.Choices.IsEmpty ? TelegramKeyboard.Rows(message.Choices, message.Tongue) : [];
        var body = TelegramRequest.SendMessage(chat, text, rows, options.ProtectContent);
        return TelegramErrors.ResultOf(await api.Post("sendMessage", body, cancellation));
    }

    private static bool WillComeBack(SendResult result) =>
        result is SendResult.Throttled or SendResult.RecipientMoved or SendResult.Failed { Retryable: true };

    private void Remember(string messageId, int sent, bool willComeBack)
    {
        if (willComeBack && sent > 0 && halfSent.Count < MostHalfSent)
        {
            halfSent[messageId] = sent;
        }
        else
        {
            halfSent.TryRemove(messageId, out _);
        }
    }
}
