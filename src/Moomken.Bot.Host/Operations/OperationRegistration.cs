using Moomken.Bot.Evidence;
using Moomken.Bot.Host.Backup;
using Moomken.Bot.Host.Control;
using Moomken.Bot.Host.Doctor;
using Moomken.Bot.Incidents;
using Moomken.Bot.Outbox;
using Moomken.Bot.People;
using Moomken.Bot.Places;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Operations;

/// <summary>What operations need beside what the conversations have, and the door through which commands come.</summary>
internal static class OperationRegistration
{
    public static IServiceCollection AddOperations(this IServiceCollection services, bool withDoor)
    {
        services.AddSingleton(provider => new ExportSources
        {
            Catalogue = provider.GetRequiredService<IncidentCatalogue>(),
            Reporter = id => IdentityOf(provider.GetRequiredService<IStore>(), provider.GetRequiredService<PersonSeal>(), id),
            PlacePoint = id => provider.GetRequiredService<Gazetteer>().ById(id)?.Point,
        });
        services.AddSingleton<SendingAgain>();
        services.AddSingleton<EvidenceReading>();
        services.AddSingleton<ServiceChecks>();
        services.AddSingleton<LastBackup>();
        if (withDoor)
        {
            // Where several processes may open the data, a command opens it too.
            services.AddHostedService<ControlSocket>();
        }

        return services.AddKnown();
    }

    /// <summary>Everything that a command can ask of the data, and all that the control socket answers to: one line each.</summary>
    private static IServiceCollection AddKnown(this IServiceCollection services) => services
        .AddSingleton<Operation>(ImportOperations.Places)
        .AddSingleton<Operation>(ImportOperations.Observers)
        .AddSingleton<Operation>(IncidentExportOperation.Asked)
        .AddSingleton<Operation>(FailedMessageOperations.List)
        .AddSingleton<Operation>(FailedMessageOperations.Retry)
        .AddSingleton<Operation>(FailedMessageOperations.Drop)
        .AddSingleton<Operation>(DeadLetterOperations.List)
        .AddSingleton<Operation>(DeadLetterOperations.Show)
        .AddSingleton<Operation>(DeadLetterOperations.Drop)
        .AddSingleton<Operation>(RequestOperations.List)
        .AddSingleton<Operation>(RequestOperations.Show)
        .AddSingleton<Operation>(RequestOperations.Answered)
        .AddSingleton<Operation>(EvidenceOperations.List)
        .AddSingleton<Operation>(EvidenceOperations.Export)
        .AddSingleton<Operation>(AuditOperations.List)
        .AddSingleton<Operation>(BackupOperation.Create)
        .AddSingleton<Operation>(DoctorOperation.Look);

    /// <summary>Null when the person's data was deleted.</summary>
    private static ReporterIdentity? IdentityOf(IStore store, PersonSeal seal, string personId)
    {
        var person = store.ReadAsync(reader => reader.Get(Person.Documents, personId)).GetAwaiter().GetResult();
        return person is null
            ? null
            : new ReporterIdentity(
                person.SealedName is { } name ? seal.Open(person, name) : null,
                person.SealedPhone is { } phone ? seal.Open(person, phone) : null,
                person.Pseudonym);
    }
}
