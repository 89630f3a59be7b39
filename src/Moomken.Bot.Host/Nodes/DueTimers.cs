using Moomken.Bot.Conversations;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Outbox;
using Npgsql;

namespace Moomken.Bot.Host.Nodes;

/// <summary>
/// Puts the timers that are due soon on this node's wheel, while the rounds are its own: other nodes set them, and one that died
/// had them in memory. Whether a timer still counts, and that it fires once, is decided by the conversation itself under its lock.
/// </summary>
internal sealed class DueTimers(PostgresStore store, INodes nodes, HeldLeases held, TimerWheel timers, TimeProvider time)
{
    private const int Page = 500;
    private Dictionary<string, long> known = new(StringComparer.Ordinal);
    private (int Spell, long? Term) under = (-1, null);

    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        var now = (held.Spell, held.Term(NodeSession.Rounds));
        if (under != now)
        {
            // The rounds were not this node's for a moment: what fell due then was taken off its wheel and let go.
            (under, known) = (now, new Dictionary<string, long>(StringComparer.Ordinal));
        }

        var seen = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var (due, id) = (DateTime.MinValue, ""); nodes.DoesRounds;)
        {
            var page = await PageAsync(due, id, cancellation);
            await SetAsync([.. page.Where(row => known.GetValueOrDefault(row.Id) != row.Stamp).Select(row => row.Id)], cancellation);
            page.ForEach(row => seen[row.Id] = row.Stamp);
            if (page.Count < Page)
            {
                break;
            }

            (due, id) = (page[^1].Due, page[^1].Id);
        }

        known = seen;
    }

    private async Task SetAsync(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        foreach (var conversation in ids.Count == 0 ? [] : await store.ReadManyAsync(reader => reader.GetMany(Conversation.Documents, ids), cancellation))
        {
            timers.Set(conversation);
        }
    }

    private async Task<List<(DateTime Due, string Id, long Stamp)>> PageAsync(DateTime due, string id, CancellationToken cancellation)
    {
        await using var connection = await store.ConnectAsync(cancellation, pooled: true);
        await using var select = new NpgsqlCommand("SELECT due, id, stamp FROM moomken.documents WHERE due <= $1 AND (due, id) > ($2, $3) ORDER BY due, id LIMIT $4", connection);
        select.Parameters.AddRange(new[] { new NpgsqlParameter<DateTime> { TypedValue = time.GetUtcNow().UtcDateTime }, new NpgsqlParameter<DateTime> { TypedValue = DateTime.SpecifyKind(due, DateTimeKind.Utc) }, Parameter.Text(id), Parameter.Number(Page) });
        await using var reader = await select.ExecuteReaderAsync(cancellation);
        var page = new List<(DateTime, string, long)>();
        while (await reader.ReadAsync(cancellation))
        {
            page.Add((reader.GetDateTime(0), reader.GetString(1), reader.GetInt64(2)));
        }

        return page;
    }
}
