using Microsoft.Extensions.DependencyInjection.Extensions;
using Moomken.Bot.Host.Doctor;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>The one place that puts the two channels together.</summary>
public static class TwilioRegistration
{
    /// <summary>
    /// Registers the channels that are on; else only their <see cref="TwilioOptions"/>. The host checks
    /// <see cref="TwilioOptions.Validate"/> before it builds, and registers what they need: <see cref="Receive"/>,
    /// <see cref="TakeReport"/>, <see cref="Moomken.Bot.Storage.IStore"/>, <see cref="Sealing.Vault"/>, <see cref="IdSource"/>, <see cref="TimeProvider"/>.
    /// </summary>
    /// <param name="services">The host's.</param>
    /// <param name="configuration">The whole of it, not the section.</param>
    /// <param name="listLabel">What stands on the button that opens a list.</param>
    public static TwilioOptions AddTwilio(this IServiceCollection services, IConfiguration configuration, TwilioListLabel listLabel)
    {
        var options = TwilioOptions.Read(configuration);
        services.AddSingleton(options);
        if (!options.IsOn || options.Validate().Count > 0)
        {
            return options;
        }

        var lines = TwilioLine.Of(options);
        services.AddSingleton(listLabel);
        services.AddSingleton<TwilioApi>(provider => new TwilioApi(provider.GetRequiredService<TwilioOptions>()));
        services.AddSingleton<TwilioMedia>();
        services.AddSingleton<TwilioMemory>();
        services.AddSingleton<TwilioButtons>();
        services.AddSingleton<TwilioNotices>();
        services.AddSingleton<TwilioCalls>();
        services.TryAddSingleton<ChannelCounters>();
        services.AddSingleton(provider => new TwilioMessageReader(lines, options.AccountSid!, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new TwilioStatusReader(lines, provider.GetRequiredService<TwilioMemory>(), provider.GetRequiredService<TwilioNotices>(), !options.Templates.IsEmpty));
        services.AddSingleton<TwilioIntake>();
        services.AddSingleton<TwilioWebhook>();
        services.AddSingleton<TwilioDoctor>();
        services.AddSingleton<DoctorCheck>(provider => provider.GetRequiredService<TwilioDoctor>().LookAsync);
        foreach (var line in lines)
        {
            services.AddSingleton<IChannel>(provider => NewChannel(provider, line));
        }

        return options;
    }

    /// <summary>Maps the two webhooks when a channel is on, nothing otherwise.</summary>
    public static void MapTwilio(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetService<TwilioWebhook>() is { } webhook)
        {
            routes.MapPost(TwilioOptions.MessagePath, (RequestDelegate)webhook.HandleMessage);
            routes.MapPost(TwilioOptions.StatusPath, (RequestDelegate)webhook.HandleStatus);
        }
    }

    /// <summary>For the start of the program: the state of both channels, and how to turn them on.</summary>
    public static IReadOnlyList<string> StatusLines(this TwilioOptions options)
    {
        if (!options.IsOn)
        {
            return ["WhatsApp:  off. To turn it on through Twilio, set Twilio__AccountSid, Twilio__AuthToken and Twilio__WhatsAppFrom; for SMS, Twilio__SmsFrom (docs/channels.md)."];
        }

        return
        [
            options.WhatsAppFrom is null
                ? "WhatsApp:  off. To turn it on, set Twilio__WhatsAppFrom to the number of your WhatsApp sender at Twilio."
                : $"WhatsApp:  on, through Twilio; set {options.MessageUrl} as the sender's webhook there",
            options.SmsFrom is null
                ? "SMS:       off at Twilio. To turn it on, set Twilio__SmsFrom."
                : $"SMS:       on, through Twilio{(TwilioLine.IsPhone(options.SmsFrom) || TwilioLine.IsMessagingService(options.SmsFrom) ? $"; set {options.MessageUrl} as the number's webhook there" : ", one way: nobody can answer a name")}",
        ];
    }

    private static TwilioChannel NewChannel(IServiceProvider provider, TwilioLine line) => new(
        line,
        provider.GetRequiredService<TwilioCalls>(),
        provider.GetRequiredService<TwilioApi>(),
        provider.GetRequiredService<TwilioMemory>(),
        provider.GetRequiredService<TwilioButtons>(),
        provider.GetRequiredService<TwilioMedia>(),
        provider.GetRequiredService<ChannelCounters>(),
        provider.GetRequiredService<TimeProvider>());
}
