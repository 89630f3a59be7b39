using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Outbox;

namespace Moomken.Bot.Host.Nodes;

/// <summary>One line for each thing that several nodes need.</summary>
internal static class NodesRegistration
{
    public static IServiceCollection AddPostgresNodes(this IServiceCollection services, PostgresStore store, PostgresSentLog sent)
    {
        services.AddSingleton(store);
        services.AddSingleton(sent);
        services.AddSingleton<HeldLeases>();
        services.AddSingleton<NodeBell>();
        services.AddSingleton<INodes, PostgresNodes>();
        services.AddSingleton<NodeSession>();
        services.AddSingleton<DueTimers>();
        services.AddSingleton<DatabasePruning>();
        services.AddHostedService(provider => provider.GetRequiredService<NodeBell>());
        services.AddHostedService(provider => provider.GetRequiredService<NodeSession>());
        services.AddHostedService<OutboxTakeover>();
        services.AddHostedService<WebChatBell>();
        services.AddPeriodic("due timers", TimeSpan.FromSeconds(10), provider => provider.GetRequiredService<DueTimers>().RunOnceAsync);
        services.AddPeriodic("database pruning", TimeSpan.FromMinutes(5), provider => provider.GetRequiredService<DatabasePruning>().RunOnceAsync);
        return services;
    }
}
