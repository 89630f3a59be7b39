using Moomken.Bot.Dialogs.Language;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>
/// Tells Telegram at start how it will reach us, and learns the bot's username. Runs beside the service and never holds it
/// up: what fails is logged in one line and tried again until it works.
/// </summary>
public sealed class TelegramSetup(
    BotApi api,
    TelegramOptions options,
    TelegramIdentity identity,
    IReadOnlyList<TelegramCommand> commands,
    IdSource ids,
    TimeProvider time,
    ILogger<TelegramSetup> log) : BackgroundService
{
    private static readonly UpdateType[] Wanted = [UpdateType.Message, UpdateType.EditedMessage, UpdateType.CallbackQuery, UpdateType.MyChatMember];
    private readonly TaskCompletionSource webhookSettled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the webhook is set, or removed for polling.</summary>
    public Task WebhookSettled => webhookSettled.Task;

    /// <summary>Completes when every step has been done.</summary>
    public Task Done => ExecuteTask ?? Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await UntilItWorks(options.Mode == TelegramMode.Webhook ? "setWebhook" : "deleteWebhook", SettleWebhook, stoppingToken);
        webhookSettled.TrySetResult();
        await UntilItWorks("getMe", LearnName, stoppingToken);
        await UntilItWorks("setMyCommands", OfferCommands, stoppingToken);
        log.LogInformation("Telegram: ready as @{Username}.", identity.Username);
    }

    private Task SettleWebhook(CancellationToken stopping) => options.Mode == TelegramMode.Webhook

        // What waits at Telegram is never dropped: it was said to us while we were away.
        ? api.Library.SetWebhook(
            options.WebhookUrl.AbsoluteUri,
            maxConnections: options.MaxConnections,
            allowedUpdates: Wanted,
            dropPendingUpdates: false,
            secretToken: options.WebhookSecret,
            cancellationToken: stopping)
        : api.Library.DeleteWebhook(dropPendingUpdates: false, cancellationToken: stopping);

    private async Task LearnName(CancellationToken stopping) => identity.Username = (await api.Library.GetMe(stopping)).Username;

    /// <summary>Once without a language, which is what apps in any other language show: in Arabic, the first language here.</summary>
    private async Task OfferCommands(CancellationToken stopping)
    {
        foreach (var tongue in new Tongue?[] { null, Tongue.Arabic, Tongue.English })
        {
            var texts = commands.Select(command => new BotCommand(command.Name, tongue == Tongue.English ? command.English : command.Arabic));
            await api.Library.SetMyCommands(texts, BotCommandScope.AllPrivateChats(), tongue?.Code(), stopping);
        }
    }

    private async Task UntilItWorks(string step, Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        var backoff = new TelegramBackoff(ids, time);
        while (true)
        {
            var atLeast = TimeSpan.Zero;
            try
            {
                await work(stopping);
                return;
            }
            catch (Exception fault) when (TelegramFault.IsOfApi(fault, stopping))
            {
                log.LogWarning("Telegram: {Step} failed ({Fault}). Trying again.", step, TelegramFault.Of(fault));
                atLeast = TimeSpan.FromSeconds((fault as ApiRequestException)?.Parameters?.RetryAfter ?? 0);
            }

            await backoff.Wait(atLeast, stopping);
        }
    }
}
