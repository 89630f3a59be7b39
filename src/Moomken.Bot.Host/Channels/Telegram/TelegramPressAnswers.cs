using System.Threading.Channels;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>
/// Answers presses, so that the button stops spinning. A courtesy beside the reply: it never delays an update, is not
/// repeated, and is given up when more than <see cref="MostWaiting"/> wait, since Telegram forgets a press within minutes.
/// </summary>
public sealed class TelegramPressAnswers(BotApi api, ChannelCounters counters) : BackgroundService
{
    public const int MostWaiting = 1024;

    /// <summary>Answers under way at once.</summary>
    private const int Hands = 4;

    private readonly Channel<(string Id, string? Notice)> waiting =
        Channel.CreateBounded<(string, string?)>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.Wait });

    /// <summary>Returns at once. <paramref name="notice"/> is shown where the finger is, shortened to what Telegram allows.</summary>
    public void Answer(string callbackId, string? notice)
    {
        if (!waiting.Writer.TryWrite((callbackId, notice)))
        {
            counters.Courtesy(TelegramChannel.ChannelName, "full");
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Hands).Select(_ => Work(stoppingToken)));

    private async Task Work(CancellationToken stopping)
    {
        await foreach (var (id, notice) in waiting.Reader.ReadAllAsync(stopping))
        {
            var answer = await api.Post("answerCallbackQuery", TelegramRequest.AnswerCallbackQuery(id, notice), stopping);
            if (!answer.Ok && !IsTooLate(answer))
            {
                counters.Courtesy(TelegramChannel.ChannelName, "failed");
            }
        }
    }

    /// <summary>The person has long seen our reply; nothing is wrong.</summary>
    private static bool IsTooLate(BotApiAnswer answer) => answer.ErrorCode == 400 && TelegramErrors.Says(answer, "query");
}
