using Moomken.Bot.Host.Control;
using Moomken.Bot.Incidents;
using Moomken.Bot.People;
using Moomken.Bot.Places;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Operations;

/// <summary>What operations need beside what the conversations have, and the door through which commands come.</summary>
internal static class OperationRegistration
{
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddSingleton(provider => new ExportSources
        {
            Catalogue = provider.GetRequiredService<IncidentCatalogue>(),
            Reporter = id => IdentityOf(provider.GetRequiredService<IStore>(), provider.GetRequiredService<PersonSeal>(), id),
            PlacePoint = id => provider.GetRequiredService<Gazetteer>().ById(id)?.Point,
        });
        services.AddHostedService<ControlSocket>();
        return services.AddKnown();
    }

    /// <summary>Everything that a command can ask of the data, and all that the control socket answers to: one line each.</summary>
    private static IServiceCollection AddKnown(this IServiceCollection services) => services
        .AddSingleton<Operation>(IncidentExportOperation.Asked);

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
