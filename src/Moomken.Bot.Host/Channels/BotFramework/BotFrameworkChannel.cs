using System.Collections.Concurrent;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Messages;
using Moomken.Bot.Rendering;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>Sends through the Bot Connector to whatever channel a chat is on, and fetches the files that people sent there. Thread-safe.</summary>
public sealed class BotFrameworkChannel(
    Connector connector, ChatReferences chats, ExpectedReplies expected, TypingSigns typing, BotFrameworkFiles files, BotFrameworkOptions options) : IChannel
{
    public const string ChannelName = "botframework";

    /// <summary>A message of ours this soon after theirs answers it; later ones stand for themselves.</summary>
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromMinutes(2);

    /// <summary>Long texts half sent, at most; beyond it one of them would start again from its first part.</summary>
    private const int MostHalfSent = 1024;

    /// <summary>How many parts of a long text have already arrived, by message id: when the rest is tried again, nobody reads the beginning twice.</summary>
    private readonly ConcurrentDictionary<string, int> halfSent = new();

    public string Name => ChannelName;

    public string Account => options.Account;

    public ChannelProfile Profile => ChannelProfile.BotFramework;

    public async Task<SendResult> SendAsync(SendAttempt attempt, CancellationToken cancellation)
    {
        if (attempt.To.Account != Account)
        {
            // Left over from before the app id was changed: that chat belongs to the other app.
            return new SendResult.Failed("other_account", Retryable: false);
        }

        ChatReference? chat;
        try
        {
            chat = await chats.FindAsync(attempt.To, cancellation);
        }
        catch (StoreUnavailableException)
        {
            return new SendResult.Failed("store_unavailable", Retryable: true);
        }

        return chat is null ? new SendResult.RecipientGone("never_wrote") : await SendAsync(attempt, chat, cancellation);
    }

    public Task<FetchResult> FetchAsync(InboundMedia media, long maxBytes, CancellationToken cancellation) =>
        files.FetchAsync(media.Reference, maxBytes, cancellation);

    private async Task<SendResult> SendAsync(SendAttempt attempt, ChatReference chat, CancellationToken cancellation)
    {
        var (channelId, conversation) = ChatReference.Parts(attempt.To.User);
        var features = ChannelFeatures.Of(channelId);
        var shape = NumberedText.Render(attempt.Message, features.Profile);
        if (shape.Parts.IsEmpty)
        {
            return new SendResult.Failed("empty_text", Retryable: false);
        }

        var answers = attempt.Message.CreatedAt - attempt.LastHeard < AnswersWithin ? chat.LastActivity : null;
        var to = new Recipient(channelId, conversation, chat, answers);
        ReadOnlyMemory<byte> Part(int part) => ActivityWriter.Message(to, attempt.Message, shape, part, features.Choices);

        typing.Ended(attempt.To);
        if (expected.TryHand(attempt.To, [.. Enumerable.Range(0, shape.Parts.Length).Select(Part)]) is { } handed)
        {
            return await handed ? new SendResult.Sent(null) : new SendResult.Unknown("cut");
        }

        for (var i = halfSent.GetValueOrDefault(attempt.Message.Id); ; i++)
        {
            var result = ConnectorErrors.ResultOf(await connector.PostAsync(to, Part(i), cancellation));
            if (i == shape.Parts.Length - 1 || result is not SendResult.Sent)
            {
                Remember(attempt.Message.Id, i, result is SendResult.Throttled or SendResult.Failed { Retryable: true });
                return result;
            }
        }
    }

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
