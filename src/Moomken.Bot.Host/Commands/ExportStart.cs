using Moomken.Bot.Host.Content;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Incidents;
using Moomken.Bot.People;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Commands;

/// <summary>Opens the data folder for an export: the same store, keys and catalogue as the service uses.</summary>
internal static class ExportStart
{
    public static Func<CancellationToken, Task<ExportSetup>> Opener(Func<IConfiguration> configuration) => _ =>
    {
        var options = MoomkenOptions.Read(configuration());
        var content = BotContent.Read(options);
        var storage = OpenStorage.Open(options, StorageOptions.Read(configuration()));
        var ids = IdSource.System(TimeProvider.System);
        var seal = new PersonSeal(storage.Vault, ids);
        var sources = new ExportSources { Catalogue = content.Catalogue, Reporter = id => IdentityOf(storage.Store, seal, id), PlacePoint = id => content.Places.ById(id)?.Point };
        return Task.FromResult(new ExportSetup(storage.Store, sources, ids));
    };

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
