namespace Moomken.Bot.Host.Nodes;

/// <summary>
/// How far the sweep of an account is. Its first round offers all that is pending; later ones only what no bell was heard for: what
/// they find in the state in which the round before saw it, once.
/// </summary>
internal sealed class OutboxSweep(long term, int spell, int missed)
{
    /// <summary>By id, the stamp, and whether it was offered. Only of those that were pending in the last round: it does not grow.</summary>
    private Dictionary<string, (long Stamp, bool Offered)> last = new(StringComparer.Ordinal);
    private Dictionary<string, (long Stamp, bool Offered)> next = new(StringComparer.Ordinal);

    public long Term => term;

    public int Spell => spell;

    /// <summary>How many bells had been dropped when it began.</summary>
    public int Missed => missed;

    /// <summary>Between two rounds: one that is under way is not begun anew, or it would never end at load.</summary>
    public bool IsAtStart => After.Length == 0;

    public string After { get; private set; } = "";

    public bool IsFirst { get; private set; } = true;

    public List<string> ToOffer(List<(string Id, long Stamp)> page)
    {
        var found = new List<string>();
        foreach (var (id, stamp) in page)
        {
            var isAsBefore = last.TryGetValue(id, out var before) && before.Stamp == stamp;
            var isDue = IsFirst || (isAsBefore && !before.Offered);
            next[id] = (stamp, IsFirst || isAsBefore);
            if (isDue)
            {
                found.Add(id);
            }
        }

        return found;
    }

    public void Seen(List<(string Id, long Stamp)> page, bool isLast)
    {
        After = isLast ? "" : page[^1].Id;
        if (isLast)
        {
            (last, next, IsFirst) = (next, new Dictionary<string, (long, bool)>(StringComparer.Ordinal), false);
        }
    }
}
