using System.Collections.Frozen;

namespace Moomken.Bot.Storage;

/// <summary>For tests: a new one made with the entries of the old stands for a restart.</summary>
public sealed class InMemorySentLog(IReadOnlyDictionary<string, string?>? recovered = null) : ISentLog
{
    private readonly Lock gate = new();
    private readonly HashSet<string> older = [];
    private readonly Dictionary<string, string?> entries = new(recovered ?? FrozenDictionary<string, string?>.Empty);

    public IReadOnlyDictionary<string, string?> Recovered { get; } = recovered ?? FrozenDictionary<string, string?>.Empty;

    /// <summary>A copy of what a start from here would recover.</summary>
    public IReadOnlyDictionary<string, string?> Entries
    {
        get
        {
            lock (gate)
            {
                return new Dictionary<string, string?>(entries);
            }
        }
    }

    public void Append(string messageId, string? providerId)
    {
        lock (gate)
        {
            entries[messageId] = providerId;
        }
    }

    public void Flush()
    {
        // Memory has nothing to flush.
    }

    public void Settled()
    {
        lock (gate)
        {
            entries.Clear();
            older.Clear();
        }
    }

    public void BeginPart()
    {
        lock (gate)
        {
            if (older.Count == 0)
            {
                older.UnionWith(entries.Keys);
            }
        }
    }

    public void ForgetOlderPart()
    {
        lock (gate)
        {
            foreach (var id in older)
            {
                entries.Remove(id);
            }

            older.Clear();
        }
    }
}
