using Microsoft.Extensions.DependencyInjection.Extensions;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Duty;
using Moomken.Bot.Evidence;
using Moomken.Bot.Host.Content;
using Moomken.Bot.Host.Evidence;
using Moomken.Bot.Host.Operations;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Telemetry;
using Moomken.Bot.Host.Workers;
using Moomken.Bot.Incidents;
using Moomken.Bot.Messages;
using Moomken.Bot.Observers;
using Moomken.Bot.OneLine;
using Moomken.Bot.Outbox;
using Moomken.Bot.People;
using Moomken.Bot.Places;
using Moomken.Bot.Requests;
using Moomken.Bot.Retention;

namespace Moomken.Bot.Host;

/// <summary>Puts the conversations together: one line for each thing there is.</summary>
internal static class BotRegistration
{
    public static IServiceCollection AddBot(this IServiceCollection services, MoomkenOptions options, StorageOptions storage, BotContent content)
    {
        services.AddSingleton(options);
        services.AddSingleton(content.Library);
        services.AddSingleton(content.Catalogue);
        services.AddSingleton(content.Places);
        services.AddSingleton(new RetentionRules(options.KeepMonths));
        services.AddSingleton(new ServiceFacts(options.KeepMonths, options.DutyPhone, !options.Duty.IsEmpty));
        services.AddSingleton(new DutyRoster(options.Duty, TimeSpan.FromMinutes(options.EscalateAfterMinutes)));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => IdSource.System(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IReadOnlyDictionary<string, IChannel>>(provider => provider.GetServices<IChannel>()
            .ToDictionary(channel => channel.Name, channel => channel.Measured(provider.GetRequiredService<TimeProvider>())));
        services.AddSingleton(provider => new DutyAccounts(provider.GetServices<IChannel>().ToDictionary(channel => channel.Name, channel => channel.Account)));
        services.AddConversations();
        services.AddEvidence(storage.FilesDirectory ?? options.DataDirectory);
        services.AddWorkers(storage);
        services.AddOperations(withDoor: !storage.IsPostgres);
        return services;
    }

    private static void AddConversations(this IServiceCollection services)
    {
        services.AddSingleton<PersonSeal>();
        services.AddSingleton<AddressBook>();
        services.AddSingleton<DialogEngine>();
        services.AddSingleton<FactSheet>();
        services.AddSingleton<ReplyWriter>();
        services.AddSingleton<InputReading>();
        services.AddSingleton<IncidentDraft>();
        services.AddSingleton<IncidentActions>();
        services.AddSingleton<IncidentAdditions>();
        services.AddSingleton<IncidentLines>();
        services.AddSingleton<OneLineReports>();
        services.AddSingleton<StatusActions>();
        services.AddSingleton<DangerActions>();
        services.AddSingleton<PersonActions>();
        services.AddSingleton<RequestActions>();
        services.AddSingleton<Invites>();
        services.AddSingleton<OnePerson>();
        services.AddSingleton<LinkDesk>();
        services.AddSingleton<LinkActions>();
        services.AddSingleton<JoinActions>();
        services.AddSingleton<StationActions>();
        services.AddSingleton<DutyTexts>();
        services.AddSingleton<DutyDesk>();
        services.AddSingleton<DutyWatch>();
        services.AddSingleton<IReadOnlyDictionary<string, DialogAction>>(provider => BotFunctions.Actions(
            provider.GetRequiredService<IncidentActions>(),
            provider.GetRequiredService<StatusActions>(),
            provider.GetRequiredService<DangerActions>(),
            provider.GetRequiredService<PersonActions>(),
            provider.GetRequiredService<RequestActions>(),
            provider.GetRequiredService<JoinActions>(),
            provider.GetRequiredService<StationActions>(),
            provider.GetRequiredService<LinkActions>()));
        services.AddSingleton<DialogRun>();
        services.AddSingleton<TurnSteps>();
        services.AddSingleton<OutboxRecords>();
        services.TryAddSingleton<INodes>(OnlyNode.Instance);
        services.TryAddSingleton(RateTable.Unlimited);
        services.AddSingleton(_ => new RetrySchedule(new Random()));
        services.AddSingleton<Sender>();
        services.AddSingleton<DeliveryReports>();
        services.AddSingleton<TakeReport>(provider => provider.GetRequiredService<DeliveryReports>().TakeAsync);
        services.AddSingleton<TimerWheel>();
        services.AddSingleton<ConversationRunner>();
        services.AddSingleton<Receive>(provider => provider.GetRequiredService<ConversationRunner>().ReceiveAsync);
    }

    private static void AddEvidence(this IServiceCollection services, string filesDirectory)
    {
        services.AddSingleton<EvidenceIntake>();
        services.AddSingleton<IEvidenceFiles>(_ => new DiskEvidenceFiles(filesDirectory));
        services.AddSingleton<MakeView>(_ => ImageView.Make);
        services.AddSingleton<EvidenceFetcher>();
        services.AddSingleton<EvidenceViews>();
        services.AddHostedService<EvidenceWorker>();
    }

    private static void AddWorkers(this IServiceCollection services, StorageOptions storage)
    {
        services.AddSingleton<Settling>();
        services.AddSingleton<TimerRound>();
        services.AddSingleton<MarkPruning>();
        services.AddSingleton<DeliveryPruning>();
        services.AddSingleton<Tally>();
        services.AddSingleton<ConversationRetention>();
        services.AddSingleton<IncidentRetention>();
        services.AddSingleton<RetentionSweep>();
        if (storage.IsPostgres)
        {
            // What was left over is found by OutboxTakeover, and no node forgets more than it has sent itself.
            services.AddSingleton<TakenUp>(() => true);
        }
        else
        {
            services.AddSingleton<RecoverySweep>();
            services.AddSingleton<TakenUp>(provider => () => provider.GetRequiredService<RecoverySweep>().Done.IsCompletedSuccessfully);
            services.AddHostedService(provider => provider.GetRequiredService<RecoverySweep>());
        }

        services.AddHostedService<SenderWorker>();
        services.AddPeriodic("timers", TimeSpan.FromSeconds(1), provider => provider.GetRequiredService<TimerRound>().RunOnceAsync);
        services.AddPeriodic("settling", TimeSpan.FromSeconds(2), provider => provider.GetRequiredService<Settling>().RunOnceAsync);
        services.AddRounds("duty", TimeSpan.FromSeconds(15), provider => provider.GetRequiredService<DutyWatch>().RunOnceAsync);
        services.AddSingleton<StoreWatch>();
        services.AddPeriodic("store", TimeSpan.FromSeconds(2), provider => provider.GetRequiredService<StoreWatch>().RunOnceAsync);
        services.AddSingleton<ImportedPlaces>();
        services.AddPeriodic("memory", TimeSpan.FromSeconds(5), _ => QuietMemory.OfThisProcess().RunOnceAsync);
        services.AddPeriodic("places", TimeSpan.FromSeconds(10), provider => provider.GetRequiredService<ImportedPlaces>().RefreshAsync);
        services.AddRounds("retention", TimeSpan.FromMinutes(1), provider => provider.GetRequiredService<RetentionSweep>().RunOnceAsync);
        services.AddRounds("pruning", TimeSpan.FromMinutes(1), provider => provider.GetRequiredService<MarkPruning>().RunOnceAsync);
        services.AddRounds("delivery pruning", TimeSpan.FromMinutes(1), provider => provider.GetRequiredService<DeliveryPruning>().RunOnceAsync);
    }

    /// <summary>The same where several nodes share a store and one of them does it for all.</summary>
    internal static void AddRounds(this IServiceCollection services, string name, TimeSpan pause, Func<IServiceProvider, Func<CancellationToken, Task>> round) =>
        services.AddPeriodic(name, pause, provider =>
        {
            var (nodes, run) = (provider.GetRequiredService<INodes>(), round(provider));
            return cancellation => nodes.DoesRounds ? run(cancellation) : Task.CompletedTask;
        });

    internal static void AddPeriodic(this IServiceCollection services, string name, TimeSpan pause, Func<IServiceProvider, Func<CancellationToken, Task>> round) =>
        services.AddSingleton<IHostedService>(provider => new Periodic(
            name, pause, round(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>().CreateLogger("Moomken.Bot.Workers")));
}
