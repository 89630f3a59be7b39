using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>Reads whole lists of documents in one round trip each.</summary>
internal sealed class ManyReader(WorkTransaction transaction)
{
    /// <summary>Those that there are.</summary>
    public IReadOnlyList<T> GetMany<T>(DocumentKind<T> kind, IReadOnlyList<string> ids)
        where T : class
    {
        transaction.Fetched.Look([.. ids.Distinct().Select(id => new DocumentKey(kind.Name, id))]);
        return [.. ids.Distinct().Select(id => transaction.Fetched.Get(kind, id)?.Document).OfType<T>()];
    }
}
