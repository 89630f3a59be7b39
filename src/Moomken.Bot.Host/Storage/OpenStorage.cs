using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage;

/// <summary>The data folder, opened: the store, the keys, and the log of what was sent. One process owns it.</summary>
internal sealed class OpenStorage : IDisposable
{
    private OpenStorage(Vault vault, LiteDbStore store, SentLogFile sent) => (Vault, Store, Sent) = (vault, store, sent);

    public Vault Vault { get; }

    public LiteDbStore Store { get; }

    public SentLogFile Sent { get; }

    /// <summary>Throws <see cref="StoreUnavailableException"/>, whose message says how to mend it.</summary>
    public static OpenStorage Open(string dataDirectory)
    {
        var vault = KeyFile.Open(dataDirectory);
        var store = LiteDbStore.Open(new LiteDbStoreOptions { DataDirectory = dataDirectory }, vault, TimeProvider.System);
        var sent = SentLogFile.Open(dataDirectory);
        return new OpenStorage(vault, store, sent);
    }

    /// <summary>Everything that was sent is in the documents and on disk by now.</summary>
    public void Closing() => Sent.Flush();

    public void Dispose()
    {
        Sent.Dispose();
        Vault.Dispose();
    }
}

internal static class StorageRegistration
{
    public static IServiceCollection AddStorage(this IServiceCollection services, OpenStorage storage)
    {
        services.AddSingleton(storage.Vault);
        services.AddSingleton<IStore>(storage.Store);
        services.AddSingleton(storage.Store);
        services.AddSingleton<ISentLog>(storage.Sent);
        return services;
    }
}
