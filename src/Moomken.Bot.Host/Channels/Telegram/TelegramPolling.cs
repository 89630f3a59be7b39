using Moomken.Bot.Outbox;
using Telegram.Bot;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>
/// Asks Telegram for updates, for a service that has no public address. An update is confirmed (by asking for what comes
/// after it) only when it is durable here. One poller a bot: the one node that sends for it.
/// </summary>
public sealed class TelegramPolling(
    BotApi api,
    TelegramIntake intake,
    TelegramPressAnswers answers,
    TelegramSetup setup,
    TelegramIdentity identity,
    IdSource ids,
    TimeProvider time,
    ILogger<TelegramPolling> log,
    INodes? nodes = null) : BackgroundService
{
    private readonly TelegramBackoff backoff = new(ids, time);
    private long offset;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await setup.WebhookSettled.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            if (nodes is not null && nodes.Term(TelegramChannel.ChannelName, identity.Account) is null)
            {
                // Another node asks. What it confirms is gone from Telegram, so our own place in the queue is forgotten.
                offset = 0;
                await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken);
                continue;
            }

            var answer = await api.PostLong("getUpdates", TelegramRequest.GetUpdates(offset), stoppingToken);
            if (answer.Ok && await TakeAll(answer))
            {
                backoff.Reset();
            }
            else
            {
                await Recover(answer, stoppingToken);
            }
        }
    }

    /// <summary>True when every update of the answer is durable; otherwise the first that is not, and all after it, come again.</summary>
    private async Task<bool> TakeAll(BotApiAnswer answer)
    {
        if (TelegramBatch.Cut(answer.Body) is not { } bodies)
        {
            return false;
        }

        var updates = bodies.ConvertAll(body => (Verdict: intake.Read(body), Body: body));

        // Chats side by side, so that their writes share a flush; within a chat one after another, as the person said it.
        var kept = new bool[updates.Count];
        var chats = Enumerable.Range(0, updates.Count).GroupBy(i => ChatOf(updates[i].Verdict));
        await Task.WhenAll(chats.Select(chat => TakeInOrder(chat, updates, kept)));

        var firstLost = Array.IndexOf(kept, false);
        var before = offset;
        foreach (var (verdict, _) in firstLost < 0 ? updates : updates[..firstLost])
        {
            offset = Math.Max(offset, (verdict.UpdateId ?? 0) + 1);
        }

        // Without a number to confirm by, the same answer would come again at once and for ever.
        return firstLost < 0 && (updates.Count == 0 || offset > before);
    }

    private async Task TakeInOrder(IEnumerable<int> chat, List<(TelegramVerdict Verdict, ReadOnlyMemory<byte> Body)> updates, bool[] kept)
    {
        foreach (var i in chat)
        {
            var taken = await intake.Take(updates[i].Verdict, updates[i].Body, CancellationToken.None);
            kept[i] = taken.Kept;
            if (taken.CallbackId is { } press)
            {
                answers.Answer(press, taken.Notice);
            }

            if (!kept[i])
            {
                return;
            }
        }
    }

    private static string ChatOf(TelegramVerdict verdict) => verdict is TelegramVerdict.Understood update ? update.Message.From.User : "";

    private async Task Recover(BotApiAnswer answer, CancellationToken stopping)
    {
        if (answer.ErrorCode == 409 && TelegramErrors.Says(answer, "webhook"))
        {
            log.LogWarning("Telegram: a webhook is set for this bot, so polling is refused. Removing the webhook. If another installation uses this bot, give each its own token.");
            await RemoveWebhook(stopping);
        }
        else if (answer.ErrorCode == 409)
        {
            log.LogError("Telegram: another program is polling with the same token, and each takes updates away from the other. Stop the other one, or make a second bot with @BotFather and set Telegram__BotToken to its token here.");
        }
        else if (!answer.Ok)
        {
            log.LogWarning("Telegram: asking for updates failed ({Fault}). Trying again; nothing is lost, Telegram keeps updates for 24 hours.", TelegramFault.Of(answer));
        }

        await backoff.Wait(answer.ErrorCode == 429 ? TelegramErrors.Wait(answer) : TimeSpan.Zero, stopping);
    }

    private async Task RemoveWebhook(CancellationToken stopping)
    {
        try
        {
            await api.Library.DeleteWebhook(dropPendingUpdates: false, cancellationToken: stopping);
        }
        catch (Exception fault) when (TelegramFault.IsOfApi(fault, stopping))
        {
            log.LogWarning("Telegram: removing the webhook failed ({Fault}). Trying again.", TelegramFault.Of(fault));
        }
    }
}
