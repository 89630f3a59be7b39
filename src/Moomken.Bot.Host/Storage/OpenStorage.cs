using Moomken.Bot.Host.Nodes;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Host.Storage.Moving;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage;

/// <summary>What is wrong with the store and how to mend it; null when all is well.</summary>
internal delegate string? StoreProblem();

/// <summary>Everything that is kept, opened: the store, the keys, and the log of what was sent.</summary>
internal sealed class OpenStorage : IDisposable
{
    private OpenStorage(Vault vault) => Vault = vault;

    public Vault Vault { get; }

    public required IStore Store { get; init; }

    public required ISentLog Sent { get; init; }

    public required StoreProblem Problem { get; init; }

    /// <summary>Null when the store is not this one.</summary>
    public LiteDbStore? LiteDb => Store as LiteDbStore;

    /// <summary>Null when the store is not this one.</summary>
    public PostgresStore? Postgres => Store as PostgresStore;

    /// <summary>Throws <see cref="StoreUnavailableException"/>, whose message says how to mend it.</summary>
    public static OpenStorage Open(MoomkenOptions options, StorageOptions storage) =>
        storage.IsPostgres ? OpenPostgres(options, storage) : Open(options.DataDirectory);

    /// <summary>The same for a command, which must never make a database of its own.</summary>
    public static OpenStorage OpenExisting(MoomkenOptions options, StorageOptions storage)
    {
        if (storage.IsPostgres && storage.Faults().FirstOrDefault() is { } fault)
        {
            throw new StoreUnavailableException(fault);
        }

        if (storage.IsPostgres && new PostgresOptions { ConnectionString = storage.ConnectionString! } is var postgres && !DatabaseOpening.HasData(postgres))
        {
            throw new StoreUnavailableException($"There is no data in {postgres.Place()}. Set Storage__ConnectionString as the service has it, or start the service once.");
        }

        return Open(options, storage);
    }

    /// <summary>The embedded store of a data folder. One process owns it.</summary>
    public static OpenStorage Open(string dataDirectory)
    {
        MoveMarks.RefuseMoved(dataDirectory);
        var vault = KeyFile.Open(dataDirectory);
        var store = LiteDbStore.Open(new LiteDbStoreOptions { DataDirectory = dataDirectory }, vault, TimeProvider.System);
        return new OpenStorage(vault) { Store = store, Sent = SentLogFile.Open(dataDirectory), Problem = () => store.Health.Problem };
    }

    private static OpenStorage OpenPostgres(MoomkenOptions options, StorageOptions storage)
    {
        var postgres = new PostgresOptions { ConnectionString = storage.ConnectionString! };
        var vault = KeyFile.OpenFor(options.DataDirectory, postgres.Place(), () => DatabaseOpening.HasData(postgres));
        var store = PostgresStore.Open(postgres, vault, TimeProvider.System);
        MoveMarks.RefuseUnfinished(store);
        RestoreMark.RefuseUnfinished(store);
        SharedFiles.Check(store, storage.FilesOr(options.DataDirectory));
        return new OpenStorage(vault) { Store = store, Sent = new PostgresSentLog(store), Problem = () => store.Problem };
    }

    /// <summary>Everything that was sent is in the documents and on disk by now.</summary>
    public void Closing() => Sent.Flush();

    public void Dispose()
    {
        (Sent as IDisposable)?.Dispose();
        Vault.Dispose();
    }
}

internal static class StorageRegistration
{
    public static IServiceCollection AddStorage(this IServiceCollection services, OpenStorage storage)
    {
        services.AddSingleton(storage.Vault);
        services.AddSingleton(storage.Store);
        services.AddSingleton(storage.Problem);
        if (storage.LiteDb is { } file)
        {
            services.AddSingleton(file);
        }

        services.AddSingleton(storage.Sent);
        return storage.Postgres is { } postgres ? services.AddPostgresNodes(postgres, (PostgresSentLog)storage.Sent) : services;
    }
}
