using Microsoft.Extensions.Options;
using Moomken.Bot.Messages;
using Moomken.Bot.People;
using Moomken.Bot.Retention;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>
/// The web chat's one line in the host. Needs in the container: <c>IStore</c>, <c>Vault</c>, <c>IdSource</c>,
/// <c>TimeProvider</c> and the delegate <c>Receive</c>.
/// </summary>
public static class WebChatRegistration
{
    public static IServiceCollection AddWebChat(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WebChatOptions>().Bind(configuration.GetSection(WebChatOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebChatOptions>, OptionsCheck>();
        services.AddSingleton<WebChatTranscript>();
        services.AddSingleton<WebChatTokens>();
        services.AddSingleton<WebChatOrigins>();
        services.AddSingleton<WebChatStreams>();
        services.AddSingleton<WebChatTokenLimit>();
        services.AddSingleton<WebChatPages>();
        services.AddSingleton<DirectLineDoor>();
        services.AddSingleton<UploadFolder>();
        services.AddSingleton<UploadReader>();
        services.AddSingleton<WebChatInbox>();
        services.AddSingleton<UploadPruning>();
        services.AddRounds("uploads", TimeSpan.FromMinutes(30), provider => provider.GetRequiredService<UploadPruning>().RunOnceAsync);
        services.AddSingleton<WebChatRetention>();
        services.AddSingleton<RetentionStep>(provider => provider.GetRequiredService<WebChatRetention>().SweepAsync);
        services.AddSingleton<EraseTrace>(WebChatTranscript.Erase);
        services.AddSingleton<WebChatChannel>();
        services.AddSingleton<IChannel>(provider => provider.GetRequiredService<WebChatChannel>());
        return services;
    }

    public static void MapWebChat(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<WebChatOptions>>().Value.Enabled)
        {
            return;
        }

        app.UseWebSockets();
        DirectLineEndpoints.Map(app);
        PageSessions.Map(app);
        WebChatPages.Map(app);
    }

    private sealed class OptionsCheck : IValidateOptions<WebChatOptions>
    {
        public ValidateOptionsResult Validate(string? name, WebChatOptions options) =>
            options.Faults().ToList() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
