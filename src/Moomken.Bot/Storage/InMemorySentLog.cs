using System.Collections.Frozen;

namespace Moomken.Bot.Storage;

/// <summary>For tests: a new one made with the entries of the old stands for a restart.</summary>
public sealed class InMemorySentLog(IReadOnlyDictionary<string, string?>? recovered = null, IEnumerable<string>? began = null) : ISentLog
{
    private readonly HashSet<string> open = [.. began ?? []];
    private readonly Lock gate = new();
    private readonly HashSet<string> older = [];
    private readonly Dictionary<string, string?> entries = new(recovered ?? FrozenDictionary<string, string?>.Empty);

    public IReadOnlyDictionary<string, string?> Recovered { get; } = recovered ?? FrozenDictionary<string, string?>.Empty;

    public IReadOnlySet<string> Began { get; } = (began ?? []).ToFrozenSet();

    /// <summary>A copy of the attempts that a start from here would find begun.</summary>
    public IReadOnlySet<string> Open
    {
        get
        {
            lock (gate)
            {
                return open.ToFrozenSet();
            }
        }
    }

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
            open.Remove(messageId);
        }
    }

    public void Begin(string messageId)
    {
        lock (gate)
        {
            open.Add(messageId);
        }
    }

    public void End(string messageId)
    {
        lock (gate)
        {
            open.Remove(messageId);
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
            open.Clear();
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
                older.UnionWith(open);
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
                open.Remove(id);
            }

            older.Clear();
        }
    }
}
