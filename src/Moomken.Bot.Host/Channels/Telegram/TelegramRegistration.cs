using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>The one place that puts the channel together.</summary>
public static class TelegramRegistration
{
    /// <summary>
    /// Registers the channel; when it is off, only its <see cref="TelegramOptions"/>. The host checks
    /// <see cref="TelegramOptions.Validate"/> before it builds, and registers what the channel needs: <see cref="Messages.Receive"/>,
    /// <see cref="Moomken.Bot.Storage.IStore"/>, <see cref="Sealing.Vault"/>, <see cref="IdSource"/>, <see cref="TimeProvider"/>.
    /// </summary>
    /// <param name="services">The host's.</param>
    /// <param name="configuration">The whole of it, not the section.</param>
    /// <param name="commands">The command menu, in the order shown.</param>
    public static TelegramOptions AddTelegram(this IServiceCollection services, IConfiguration configuration, IReadOnlyList<TelegramCommand> commands)
    {
        var options = TelegramOptions.Read(configuration);
        services.AddSingleton(options);
        if (options.Mode == TelegramMode.Off || options.Validate().Count > 0)
        {
            return options;
        }

        services.AddSingleton(new TelegramIdentity(options.BotId));
        services.AddSingleton(commands);
        services.AddSingleton<BotApi>(provider => new BotApi(provider.GetRequiredService<TelegramOptions>()));
        services.TryAddSingleton<ChannelCounters>();
        services.AddSingleton<TelegramUpdateReader>();
        services.AddSingleton<TelegramIntake>();
        services.AddSingleton<TelegramChannel>();
        services.AddSingleton<Messages.IChannel>(provider => provider.GetRequiredService<TelegramChannel>());
        services.AddSingleton(provider => TelegramDoctor.Check(provider.GetRequiredService<BotApi>(), options));
        services.AddWorker<TelegramSetup>();
        if (options.Mode == TelegramMode.Polling)
        {
            services.AddWorker<TelegramPressAnswers>();
            services.AddWorker<TelegramPolling>();
        }
        else
        {
            services.AddSingleton<TelegramWebhook>();
        }

        return options;
    }

    /// <summary>Maps <c>POST /webhooks/telegram</c> in mode Webhook, nothing otherwise.</summary>
    public static void MapTelegram(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetService<TelegramWebhook>() is { } webhook)
        {
            routes.MapTelegramWebhook(webhook);
        }
    }

    public static void MapTelegramWebhook(this IEndpointRouteBuilder routes, TelegramWebhook webhook) =>
        routes.MapPost(TelegramOptions.WebhookPath, (RequestDelegate)webhook.Handle);

    /// <summary>One line for the start of the program: the state of the channel, and how to turn it on.</summary>
    public static string StatusLine(this TelegramOptions options) => options.Mode switch
    {
        TelegramMode.Webhook => $"Telegram: on, webhook at {options.WebhookUrl}",
        TelegramMode.Polling => "Telegram: on, long polling (for a webhook set Moomken__PublicBaseUrl and Telegram__WebhookSecret)",
        _ when options.BotToken is not null => "Telegram: off, because Telegram__Mode is Off. To turn it on, leave Telegram__Mode out.",
        _ => "Telegram: off. To turn it on, set Telegram__BotToken to the token that @BotFather gives you in Telegram.",
    };

    private static void AddWorker<T>(this IServiceCollection services)
        where T : class, IHostedService
    {
        services.AddSingleton<T>();
        services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
