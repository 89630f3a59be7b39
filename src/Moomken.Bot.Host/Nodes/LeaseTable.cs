using Moomken.Bot.Host.Storage.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Moomken.Bot.Host.Nodes;

/// <summary>
/// The rows by which the nodes agree on who sends for an account and who does the rounds. An account whose channel is on nowhere would have
/// nobody: its messages would neither go nor expire. So a node on which it is off stands in, until one that has it on asks for it.
/// </summary>
internal sealed class LeaseTable(string node)
{
    /// <summary>
    /// What the node has is renewed, and what nobody ever had is added. What has run out, or whose holder has no connection left on the
    /// server (that process is gone, and so is whatever commit it had sent), is claimed: all that is pending for an account with its one
    /// row. SKIP LOCKED, so that of the nodes that see one die at the same moment none waits for what another is claiming, nor two for each other.
    /// </summary>
    private const string Take = $"""
        WITH renewed AS (
            UPDATE moomken.leases SET until = clock_timestamp() + $3, stands_in = false, wanted = false
            WHERE name = ANY($1) AND node = $2 RETURNING name, term),
        free AS (
            SELECT l.name FROM moomken.leases l WHERE l.name = ANY($1) AND l.node <> $2 AND (l.until < clock_timestamp() OR {IsGone})
            ORDER BY l.name FOR UPDATE SKIP LOCKED),
        claimed AS (
            UPDATE moomken.leases l SET node = $2, until = clock_timestamp() + $3, term = l.term + 1, stands_in = false, wanted = false
            FROM free WHERE l.name = free.name RETURNING l.name, l.term),
        added AS (
            INSERT INTO moomken.leases (name, node, term, until)
            SELECT n, $2, 1, clock_timestamp() + $3 FROM unnest($1::text[]) n WHERE NOT EXISTS (SELECT 1 FROM moomken.leases l WHERE l.name = n) ORDER BY n
            ON CONFLICT DO NOTHING RETURNING name, term)
        SELECT name, term FROM renewed UNION ALL SELECT name, term FROM claimed UNION ALL SELECT name, term FROM added
        """;

    /// <summary>
    /// The same where it is off, but what a node with the channel on waits for is left to it, for five seconds longer than it needs.
    /// What had run out comes back under another term: somebody may have sent meanwhile.
    /// </summary>
    private const string Stand = $"""
        WITH free AS (
            SELECT l.name FROM moomken.leases l WHERE l.name = ANY($1)
              AND CASE WHEN l.wanted THEN l.until < clock_timestamp() - interval '5 seconds' ELSE l.node = $2 OR l.until < clock_timestamp() OR {IsGone} END
            ORDER BY l.name FOR UPDATE SKIP LOCKED),
        claimed AS (
            UPDATE moomken.leases l SET
                node = $2, until = clock_timestamp() + $3, term = l.term + (l.node <> $2 OR l.until < clock_timestamp())::int, stands_in = true, wanted = false
            FROM free WHERE l.name = free.name RETURNING l.name, l.term),
        added AS (
            INSERT INTO moomken.leases (name, node, term, until, stands_in)
            SELECT n, $2, 1, clock_timestamp() + $3, true FROM unnest($1::text[]) n WHERE NOT EXISTS (SELECT 1 FROM moomken.leases l WHERE l.name = n) ORDER BY n
            ON CONFLICT DO NOTHING RETURNING name, term)
        SELECT name, term FROM claimed UNION ALL SELECT name, term FROM added
        """;

    private const string IsGone = "NOT EXISTS (SELECT 1 FROM pg_stat_activity a WHERE a.application_name = 'moomken ' || l.node)";

    private const string Ask = "UPDATE moomken.leases SET wanted = true WHERE name = ANY($1) AND node <> $2 AND stands_in AND NOT wanted";

    private const string Yield = "UPDATE moomken.leases SET until = clock_timestamp() WHERE node = $1 AND stands_in AND wanted AND until > clock_timestamp()";

    /// <summary>From one account to the next by the index, however many messages each of them has.</summary>
    private const string Pending = """
        WITH RECURSIVE accounts AS (
            (SELECT outbox FROM moomken.documents WHERE outbox IS NOT NULL ORDER BY outbox LIMIT 1)
            UNION ALL
            SELECT (SELECT d.outbox FROM moomken.documents d WHERE d.outbox > a.outbox ORDER BY d.outbox LIMIT 1) FROM accounts a WHERE a.outbox IS NOT NULL)
        SELECT outbox, 0::bigint FROM accounts WHERE outbox IS NOT NULL AND outbox <> ALL($1)
        """;

    /// <summary>What this node holds of its own, with the terms. Whoever stands in for any of them is told to let go.</summary>
    public async Task<Dictionary<string, long>> TakeAsync(NpgsqlConnection connection, string[] names, CancellationToken cancellation)
    {
        var terms = await TermsAsync(connection, Take, [Parameter.Texts(names), Parameter.Text(node), Lasts()], cancellation);
        if (terms.Count < names.Length)
        {
            await DoAsync(connection, Ask, [Parameter.Texts(names), Parameter.Text(node)], cancellation);
        }

        return terms;
    }

    /// <summary>What it stands in for, of these.</summary>
    public Task<Dictionary<string, long>> StandInAsync(NpgsqlConnection connection, string[] names, CancellationToken cancellation) =>
        names.Length == 0 ? Task.FromResult(new Dictionary<string, long>()) : TermsAsync(connection, Stand, [Parameter.Texts(names), Parameter.Text(node), Lasts()], cancellation);

    /// <summary>Gives what others wait for. Not before this node knows that it may not send any more.</summary>
    public Task YieldAsync(NpgsqlConnection connection, CancellationToken cancellation) => DoAsync(connection, Yield, [Parameter.Text(node)], cancellation);

    /// <summary>Accounts that have messages to send, other than these.</summary>
    public static async Task<string[]> PendingAsync(NpgsqlConnection connection, string[] own, CancellationToken cancellation) =>
        [.. (await TermsAsync(connection, Pending, [Parameter.Texts(own)], cancellation)).Keys];

    /// <summary>
    /// At the end. The rows stay: were they deleted, terms would begin at 1 again, and a node that went through an earlier term 1 would
    /// trust what it knew then and send again what others have sent.
    /// </summary>
    public Task ReleaseAsync(NpgsqlConnection connection) =>
        DoAsync(connection, "UPDATE moomken.leases SET until = clock_timestamp() WHERE node = $1", [Parameter.Text(node)], CancellationToken.None);

    private static NpgsqlParameter<TimeSpan> Lasts() => new() { TypedValue = HeldLeases.Lasts, NpgsqlDbType = NpgsqlDbType.Interval };

    private static async Task<Dictionary<string, long>> TermsAsync(NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, CancellationToken cancellation)
    {
        var terms = new Dictionary<string, long>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            terms.Add(reader.GetString(0), reader.GetInt64(1));
        }

        return terms;
    }

    private static async Task DoAsync(NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
