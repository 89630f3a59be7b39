using Moomken.Bot.Duty;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Telemetry;
using Moomken.Bot.Host.Workers;
using Moomken.Bot.Outbox;
using Moomken.Bot.Places;
using Moomken.Bot.Retention;

namespace Moomken.Bot.Host;

/// <summary>What runs without being asked: sending, and everything that is looked after again and again, with its pause.</summary>
internal static class WorkerRegistration
{
    public static void AddWorkers(this IServiceCollection services, StorageOptions storage)
    {
        services.AddTakingUp(storage);
        services.AddHostedService<SenderWorker>();
        services.AddTurnWork();
        services.AddSingleton<StoreWatch>();
        services.AddPeriodic("store", TimeSpan.FromSeconds(2), provider => provider.GetRequiredService<StoreWatch>().RunOnceAsync);
        services.AddPeriodic("memory", TimeSpan.FromSeconds(5), _ => QuietMemory.OfThisProcess().RunOnceAsync);
        services.AddSingleton<ImportedPlaces>();
        services.AddPeriodic("places", TimeSpan.FromSeconds(10), provider => provider.GetRequiredService<ImportedPlaces>().RefreshAsync);
        services.AddForgetting();
        services.AddSingleton<Tally>();
    }

    /// <summary>What a stop or a crash left over.</summary>
    private static void AddTakingUp(this IServiceCollection services, StorageOptions storage)
    {
        if (storage.IsPostgres)
        {
            // What was left over is found by OutboxTakeover, and no node forgets more than it has sent itself.
            services.AddSingleton<TakenUp>(() => true);
            return;
        }

        services.AddSingleton<RecoverySweep>();
        services.AddSingleton<TakenUp>(provider => () => provider.GetRequiredService<RecoverySweep>().Done.IsCompletedSuccessfully);
        services.AddHostedService(provider => provider.GetRequiredService<RecoverySweep>());
    }

    private static void AddTurnWork(this IServiceCollection services)
    {
        services.AddSingleton<TimerRound>();
        services.AddPeriodic("timers", TimeSpan.FromSeconds(1), provider => provider.GetRequiredService<TimerRound>().RunOnceAsync);
        services.AddSingleton<Settling>();
        services.AddPeriodic("settling", TimeSpan.FromSeconds(2), provider => provider.GetRequiredService<Settling>().RunOnceAsync);
        services.AddRounds("duty", TimeSpan.FromSeconds(15), provider => provider.GetRequiredService<DutyWatch>().RunOnceAsync);
    }

    /// <summary>What goes by itself: docs/privacy.md.</summary>
    private static void AddForgetting(this IServiceCollection services)
    {
        services.AddSingleton<ConversationRetention>();
        services.AddSingleton<IncidentRetention>();
        services.AddSingleton<RetentionSweep>();
        services.AddRounds("retention", RetentionSweep.Every, provider => provider.GetRequiredService<RetentionSweep>().RunOnceAsync);
        services.AddSingleton<MarkPruning>();
        services.AddRounds("pruning", MarkPruning.Every, provider => provider.GetRequiredService<MarkPruning>().RunOnceAsync);
        services.AddSingleton<DeliveryPruning>();
        services.AddRounds("delivery pruning", TimeSpan.FromMinutes(1), provider => provider.GetRequiredService<DeliveryPruning>().RunOnceAsync);
    }

    /// <summary>Does something again and again, after a pause each time; <paramref name="atOnce"/> also as soon as the service runs.</summary>
    public static void AddPeriodic(
        this IServiceCollection services, string name, TimeSpan pause, Func<IServiceProvider, Func<CancellationToken, Task>> round, bool atOnce = false) =>
        services.AddSingleton<IHostedService>(provider => new Periodic(
            name, pause, atOnce, round(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>().CreateLogger("Moomken.Bot.Workers")));

    /// <summary>The same where several nodes share a store and one of them does it for all.</summary>
    public static void AddRounds(this IServiceCollection services, string name, TimeSpan pause, Func<IServiceProvider, Func<CancellationToken, Task>> round) =>
        services.AddPeriodic(name, pause, provider =>
        {
            var (nodes, run) = (provider.GetRequiredService<INodes>(), round(provider));
            return cancellation => nodes.DoesRounds ? run(cancellation) : Task.CompletedTask;
        });
}
