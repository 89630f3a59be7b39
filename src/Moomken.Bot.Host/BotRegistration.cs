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
using Moomken.Bot.Incidents;
using Moomken.Bot.Messages;
using Moomken.Bot.Observers;
using Moomken.Bot.OneLine;
using Moomken.Bot.Outbox;
using Moomken.Bot.People;
using Moomken.Bot.Requests;
using Moomken.Bot.Retention;

namespace Moomken.Bot.Host;

/// <summary>Puts the conversations together: one line for each thing there is.</summary>
internal static class BotRegistration
{
    public static IServiceCollection AddBot(this IServiceCollection services, MoomkenOptions options, StorageOptions storage, BotContent content)
    {
        services.AddSingleton(options);
        services.AddSingleton(storage);
        services.AddSingleton(content.Library);
        services.AddSingleton(content.Catalogue);
        services.AddSingleton(content.Places);
        services.AddSingleton(new RetentionRules(options.KeepMonths));
        services.AddSingleton(new StillYou(TimeSpan.FromDays(options.AskAfterSilentDays)));
        services.AddSingleton(new ServiceFacts(options.KeepMonths, options.DutyPhone, !options.Duty.IsEmpty));
        services.AddSingleton(new DutyRoster(options.Duty, TimeSpan.FromMinutes(options.EscalateAfterMinutes)));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => IdSource.System(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IReadOnlyDictionary<string, IChannel>>(provider => provider.GetServices<IChannel>()
            .ToDictionary(channel => channel.Name, channel => channel.Measured(provider.GetRequiredService<TimeProvider>())));
        services.AddSingleton(provider => new DutyAccounts(provider.GetServices<IChannel>().ToDictionary(channel => channel.Name, channel => channel.Account)));
        services.AddConversations();
        services.AddReports();
        services.AddPeople();
        services.AddDuty();
        services.AddActions();
        services.AddOutbox();
        services.AddEvidence(storage.FilesOr(options.DataDirectory));
        services.AddWorkers(storage);
        services.AddOperations(withDoor: !storage.IsPostgres);
        return services;
    }

    private static void AddConversations(this IServiceCollection services)
    {
        services.AddSingleton<DialogEngine>();
        services.AddSingleton<FactSheet>();
        services.AddSingleton<InputReading>();
        services.AddSingleton<ReplyWriter>();
        services.AddSingleton<DialogRun>();
        services.AddSingleton<TurnReplies>();
        services.AddSingleton<StopAndStart>();
        services.AddSingleton<TalkSteps>();
        services.AddSingleton<TurnSteps>();
        services.AddSingleton<TimerSteps>();
        services.AddSingleton<TimerWheel>();
        services.AddSingleton<AfterCommit>();
        services.AddSingleton<ConversationRunner>();
        services.AddSingleton<Receive>(provider => provider.GetRequiredService<ConversationRunner>().ReceiveAsync);
    }

    private static void AddReports(this IServiceCollection services)
    {
        services.AddSingleton<IncidentDraft>();
        services.AddSingleton<IncidentActions>();
        services.AddSingleton<IncidentAdditions>();
        services.AddSingleton<ILineRecords, IncidentLines>();
        services.AddSingleton<OneLineReports>();
        services.AddSingleton<LineOffers>();
        services.AddSingleton<StatusActions>();
    }

    private static void AddPeople(this IServiceCollection services)
    {
        services.AddSingleton<PersonSeal>();
        services.AddSingleton<AddressBook>();
        services.AddSingleton<PersonActions>();
        services.AddSingleton<OnePerson>();
        services.AddSingleton<LinkDesk>();
        services.AddSingleton<LinkActions>();
        services.AddSingleton<UnlinkActions>();
        services.AddSingleton<Invites>();
        services.AddSingleton<JoinActions>();
        services.AddSingleton<StationActions>();
    }

    private static void AddDuty(this IServiceCollection services)
    {
        services.AddSingleton<DutyTexts>();
        services.AddSingleton<DutyReach>();
        services.AddSingleton<DutyDesk>();
        services.AddSingleton<DutyWatch>();
        services.AddSingleton<DangerActions>();
        services.AddSingleton<RequestActions>();
    }

    /// <summary>What a dialog file may ask for with <c>do:</c>.</summary>
    private static void AddActions(this IServiceCollection services) =>
        services.AddSingleton<IReadOnlyDictionary<string, DialogAction>>(provider => BotFunctions.Actions(
            provider.GetRequiredService<IncidentActions>(),
            provider.GetRequiredService<StatusActions>(),
            provider.GetRequiredService<DangerActions>(),
            provider.GetRequiredService<PersonActions>(),
            provider.GetRequiredService<RequestActions>(),
            provider.GetRequiredService<JoinActions>(),
            provider.GetRequiredService<StationActions>(),
            provider.GetRequiredService<LinkActions>(),
            provider.GetRequiredService<UnlinkActions>()));

    private static void AddOutbox(this IServiceCollection services)
    {
        services.AddSingleton<OutboxRecords>();
        services.TryAddSingleton<INodes>(OnlyNode.Instance);
        services.TryAddSingleton(RateTable.Unlimited);
        services.AddSingleton(_ => new RetrySchedule(new Random()));
        services.AddSingleton<Sender>();
        services.AddSingleton<DeliveryReports>();
        services.AddSingleton<TakeReport>(provider => provider.GetRequiredService<DeliveryReports>().TakeAsync);
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
}
