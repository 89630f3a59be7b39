using Microsoft.Extensions.DependencyInjection.Extensions;
using Moomken.Bot.Host.Doctor;
using Moomken.Bot.Messages;
using Moomken.Bot.People;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>The one place that puts the channel together.</summary>
public static class BotFrameworkRegistration
{
    private static readonly TimeSpan KeysWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TokenWithin = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Registers the channel; when it is off, only its <see cref="BotFrameworkOptions"/>. The host checks
    /// <see cref="BotFrameworkOptions.Validate"/> before it builds.
    /// </summary>
    /// <param name="services">The host's.</param>
    /// <param name="configuration">The whole of it, not the section.</param>
    /// <param name="privateOnly">What a group is told that speaks to us.</param>
    public static BotFrameworkOptions AddBotFramework(this IServiceCollection services, IConfiguration configuration, string privateOnly)
    {
        var options = BotFrameworkOptions.Read(configuration);
        services.AddSingleton(options);
        if (!options.IsOn || options.Validate().Count > 0)
        {
            return options;
        }

        services.AddSingleton(new PrivateOnly(privateOnly));
        services.TryAddSingleton<ChannelCounters>();
        services.AddSingleton(provider => Proof(provider, options));
        services.AddSingleton(provider => new ConnectorTokens(
            new HttpClient(ProviderConnections.Handler(64)) { Timeout = TokenWithin, MaxResponseContentBufferSize = 64 * 1024 },
            options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ConnectorTokens>>()));
        services.AddSingleton<DoctorCheck>(provider => new BotFrameworkDoctor(
            new HttpClient(ProviderConnections.Handler(4)) { Timeout = KeysWithin, MaxResponseContentBufferSize = 1024 * 1024 },
            provider.GetRequiredService<ConnectorTokens>(), options, configuration["Moomken:PublicBaseUrl"] is { Length: > 0 } url ? url : null,
            provider.GetRequiredService<ChannelCounters>(), provider.GetRequiredService<TimeProvider>()).LookAsync);
        services.AddSingleton<Connector>();
        services.AddSingleton<ChatReferences>();
        services.AddSingleton<EraseTrace>(provider => provider.GetRequiredService<ChatReferences>().Erase);
        services.AddPeriodic("forgotten chats", TimeSpan.FromMinutes(30), provider => provider.GetRequiredService<ChatReferences>().PruneAsync);
        services.AddSingleton<ActivityJudge>();
        services.AddSingleton<ExpectedReplies>();
        services.AddSingleton<TypingSigns>();
        services.AddHostedService(provider => provider.GetRequiredService<TypingSigns>());
        services.AddSingleton<BotFrameworkFiles>();
        services.AddSingleton<BotFrameworkIntake>();
        services.AddSingleton<BotFrameworkChannel>();
        services.AddSingleton<IChannel>(provider => provider.GetRequiredService<BotFrameworkChannel>());
        services.AddSingleton(provider => new BotFrameworkEndpoint(
            options.AppId is null ? null : provider.GetRequiredService<BearerProof>(),
            provider.GetRequiredService<BotFrameworkIntake>(),
            provider.GetRequiredService<ActivityJudge>(),
            provider.GetRequiredService<ExpectedReplies>(),
            options,
            provider.GetRequiredService<ChannelCounters>()));
        return options;
    }

    /// <summary>Maps <c>POST /api/messages</c> when the channel is on.</summary>
    public static void MapBotFramework(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetService<BotFrameworkEndpoint>() is { } endpoint)
        {
            routes.MapPost(BotFrameworkOptions.Path, (RequestDelegate)endpoint.HandleAsync);
        }
    }

    /// <summary>One line for the start of the program: the state of the channel, and how to turn it on.</summary>
    public static string StatusLine(this BotFrameworkOptions options) => options switch
    {
        { AppId: not null } => $"Bot Framework: on at {BotFrameworkOptions.Path}{(options.Cloud == BotFrameworkCloud.Public ? "" : $", cloud {options.Cloud.Name}")}{(options.AllowEmulator ? ", the Emulator's tokens are taken too" : "")}",
        { AllowAnonymous: true } => $"Bot Framework: on at {BotFrameworkOptions.Path} WITHOUT PROOF, for this machine only",
        _ => "Bot Framework (Teams and others): off. To turn it on, set BotFramework__AppId and BotFramework__AppPassword from an Azure Bot (docs/channels.md).",
    };

    private static BearerProof Proof(IServiceProvider provider, BotFrameworkOptions options)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        OpenIdKeys Keys(string url) => new(
            new HttpClient(ProviderConnections.Handler(64)) { Timeout = KeysWithin, MaxResponseContentBufferSize = 1024 * 1024 }, url, time, provider.GetRequiredService<ILogger<OpenIdKeys>>());
        return new BearerProof(options, Keys(options.OpenIdMetadataUrl), options.AllowEmulator ? Keys(options.EmulatorMetadataUrl) : null, time);
    }
}
