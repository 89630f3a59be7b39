using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Messages;
using Npgsql;
using NpgsqlTypes;

namespace Moomken.Bot.Host.Nodes;

/// <summary>
/// The connection by which this node is known to be alive: it renews the leases every second and hears the others' bells. When it
/// breaks, the node holds nothing any more, at once: the database sees the same end of the connection and gives the leases to others.
/// </summary>
internal sealed class NodeSession(
    PostgresStore store, HeldLeases held, NodeBell bell, IReadOnlyDictionary<string, IChannel> channels, TimeProvider time, ILogger<NodeSession> logger) : BackgroundService
{
    /// <summary>The name of the lease for timers, duty alerts, downloads and pruning.</summary>
    public const string Rounds = "rounds";

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A lease is taken that is ours, that has run out, or whose holder has no connection left on the server: that process is gone, and
    /// so is whatever commit it had sent.
    /// </summary>
    private const string Renew = """
        INSERT INTO moomken.leases AS l (name, node, term, until)
        SELECT n, $2, 1, clock_timestamp() + $3 FROM unnest($1::text[]) n
        ON CONFLICT (name) DO UPDATE SET
            node = EXCLUDED.node, until = EXCLUDED.until, term = l.term + (l.node <> EXCLUDED.node)::int
        WHERE l.node = EXCLUDED.node OR l.until < clock_timestamp()
           OR NOT EXISTS (SELECT 1 FROM pg_stat_activity a WHERE a.application_name = 'moomken ' || l.node)
        RETURNING name, term
        """;

    private readonly string[] names = [.. channels.Values.Select(channel => RowFormat.Account(channel.Name, channel.Account)).Append(Rounds).Distinct().Order(StringComparer.Ordinal)];
    private int before = -1;

    /// <summary>
    /// At the end, when nothing is on its way any more: the others need not wait. The rows stay: were they deleted, terms would begin at 1
    /// again, and a node that went through an earlier term 1 would trust what it knew then and send again what others have sent.
    /// </summary>
    public async Task ReleaseAsync()
    {
        held.LoseAll();
        try
        {
            await using var connection = await store.ConnectAsync(CancellationToken.None);
            await using var release = new NpgsqlCommand("UPDATE moomken.leases SET until = clock_timestamp() WHERE node = $1", connection) { Parameters = { Parameter.Text(store.Node) } };
            await release.ExecuteNonQueryAsync();
        }
        catch (Exception fault) when (DatabaseFault.IsOf(fault))
        {
            logger.LogWarning("The leases could not be given back ({Fault}); they run out in {Seconds} s.", fault.GetType().Name, HeldLeases.Lasts.TotalSeconds);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LiveAsync(stoppingToken);
            }
            catch (Exception fault) when (DatabaseFault.IsOf(fault))
            {
                held.LoseAll();
                logger.LogWarning("The node's session with the database ended ({Fault}); a new one is opened, and nothing is sent meanwhile.", fault.GetType().Name);
                await PauseAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // Stopping. The leases are kept until what is on its way has its answer.
            }
        }
    }

    private async Task LiveAsync(CancellationToken stopping)
    {
        await using var connection = await store.ConnectAsync(stopping);
        connection.Notification += (_, rung) => bell.Take(rung.Payload);
        await using (var listen = new NpgsqlCommand("LISTEN " + NodeBell.ChannelName, connection))
        {
            await listen.ExecuteNonQueryAsync(stopping);
        }

        while (true)
        {
            await RenewAsync(connection, stopping);
            var next = time.GetTimestamp();
            while (Beat - time.GetElapsedTime(next) is { Ticks: > 0 } left)
            {
                await connection.WaitAsync(WholeMilliseconds.Of(left), stopping);
            }
        }
    }

    private async Task RenewAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        var asked = held.Clock();
        var terms = new Dictionary<string, long>(StringComparer.Ordinal);
        await using (var renew = new NpgsqlCommand(Renew, connection))
        {
            renew.Parameters.AddRange(new[] { Parameter.Texts(names), Parameter.Text(store.Node), new NpgsqlParameter<TimeSpan> { TypedValue = HeldLeases.Lasts, NpgsqlDbType = NpgsqlDbType.Interval } });
            await using var reader = await renew.ExecuteReaderAsync(stopping);
            while (await reader.ReadAsync(stopping))
            {
                terms.Add(reader.GetString(0), reader.GetInt64(1));
            }
        }

        held.Set(asked, terms);
        if (before != terms.Count)
        {
            before = terms.Count;
            logger.LogInformation("This node sends for {Count} of {All} accounts.", terms.Keys.Count(name => name != Rounds), names.Length - 1);
        }
    }

    private async Task PauseAsync(CancellationToken stopping)
    {
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(250), time, stopping);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
