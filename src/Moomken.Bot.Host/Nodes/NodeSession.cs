using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Messages;
using Npgsql;

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

    /// <summary>How often accounts are looked for whose channel is off here. Their messages are not in a hurry: they wait for the channel, or expire.</summary>
    private static readonly TimeSpan LookAround = TimeSpan.FromSeconds(5);

    private readonly LeaseTable table = new(store.Node);
    private readonly string[] names = [.. channels.Values.Select(channel => RowFormat.Account(channel.Name, channel.Account)).Append(Rounds).Distinct().Order(StringComparer.Ordinal)];
    private int before = -1;

    /// <summary>Accounts that have something to send and whose channel is off on this node.</summary>
    private string[] others = [];
    private long? lookedAround;
    private string stoodIn = "";

    /// <summary>At the end, when nothing is on its way any more: the others need not wait.</summary>
    public async Task ReleaseAsync()
    {
        held.LoseAll();
        try
        {
            await using var connection = await store.ConnectAsync(CancellationToken.None);
            await table.ReleaseAsync(connection);
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
        if (lookedAround is not { } last || time.GetElapsedTime(last) >= LookAround)
        {
            others = await LeaseTable.PendingAsync(connection, names, stopping);
            lookedAround = time.GetTimestamp();
        }

        var asked = held.Clock();
        var own = await table.TakeAsync(connection, names, stopping);
        var instead = await table.StandInAsync(connection, others, stopping);
        held.Set(asked, own.Concat(instead).ToDictionary(StringComparer.Ordinal));
        if (others.Length > instead.Count)
        {
            await table.YieldAsync(connection, stopping);
        }

        Tell(own, instead);
    }

    private void Tell(Dictionary<string, long> own, Dictionary<string, long> instead)
    {
        if (before != own.Count)
        {
            before = own.Count;
            logger.LogInformation("This node sends for {Count} of {All} accounts.", own.Keys.Count(name => name != Rounds), names.Length - 1);
        }

        // Of a channel that is on with another account of ours the messages go by that one.
        var channelsOff = string.Join(", ", instead.Keys.Select(name => name.Split('/')[0]).Where(name => channels.Values.All(channel => channel.Name != name)).Distinct().Order(StringComparer.Ordinal));
        if (channelsOff.Length > 0 && channelsOff != stoodIn)
        {
            logger.LogWarning("Messages wait for channels that are off on every node ({Channels}). They go when the channel is turned on, or expire: outbox list.", channelsOff);
        }

        stoodIn = channelsOff;
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
