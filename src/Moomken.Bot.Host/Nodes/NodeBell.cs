using System.Threading.Channels;
using Moomken.Bot.Host.Storage.Postgres;
using Npgsql;

namespace Moomken.Bot.Host.Nodes;

/// <summary>
/// Tells the other nodes that something has happened, by NOTIFY. After the commit and on a connection of its own: a NOTIFY within a
/// transaction makes all commits of the database wait for each other. What is lost on the way is found by the sweeps.
/// </summary>
internal sealed class NodeBell(PostgresStore store, ILogger<NodeBell> logger) : BackgroundService
{
    public const string ChannelName = "moomken";

    /// <summary>Waiting to be told at most: some megabytes, and more than the sweep needs seconds to find by itself.</summary>
    public const int Capacity = 20_000;

    /// <summary>A payload holds 8000 bytes; ids are short.</summary>
    private const int Together = 64;

    private readonly Channel<(string Topic, string Id)> waiting = Channel.CreateBounded<(string, string)>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private long dropped;

    /// <summary>Another node rang, or this one for itself: the topic and the ids.</summary>
    public event Action<string, IReadOnlyList<string>>? Heard;

    /// <summary>Bells since the start, rung here or heard here, for which there was no room. Nothing is lost by one: what it was about is found by a sweep, later.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    public void Ring(string topic, string id)
    {
        if (!waiting.Writer.TryWrite((topic, id)))
        {
            CountDropped();
        }
    }

    public void CountDropped() => Interlocked.Increment(ref dropped);

    /// <summary>For this node itself.</summary>
    public void RingHere(string topic, string id) => Heard?.Invoke(topic, [id]);

    /// <summary>Called with what came in; our own is left out.</summary>
    public void Take(string payload)
    {
        if (payload.Split(' ') is [var node, var topic, .. var ids] && node != store.Node)
        {
            Heard?.Invoke(topic, ids);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        NpgsqlConnection? connection = null;
        try
        {
            while (await waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                connection = await SendAsync(connection, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: the node that takes over sweeps.
        }
        finally
        {
            await (connection?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    private async Task<NpgsqlConnection?> SendAsync(NpgsqlConnection? connection, CancellationToken stopping)
    {
        var payloads = Payloads();
        try
        {
            connection ??= await store.ConnectAsync(stopping);
            await using var notify = new NpgsqlCommand("SELECT pg_notify('moomken', p) FROM unnest($1::text[]) p", connection) { Parameters = { Parameter.Texts(payloads) } };
            await notify.ExecuteNonQueryAsync(stopping);
            return connection;
        }
        catch (Exception fault) when (DatabaseFault.IsOf(fault))
        {
            logger.LogWarning("The other nodes could not be told of {Count} things ({Fault}); they find them within seconds.", payloads.Length, fault.GetType().Name);
            await (connection?.DisposeAsync() ?? ValueTask.CompletedTask);
            return null;
        }
    }

    private string[] Payloads()
    {
        var rung = new List<(string Topic, string Id)>();
        while (rung.Count < Together * 8 && waiting.Reader.TryRead(out var one))
        {
            rung.Add(one);
        }

        return [.. rung.Distinct().GroupBy(one => one.Topic, one => one.Id).SelectMany(topic => topic.Chunk(Together), (topic, ids) => $"{store.Node} {topic.Key} {string.Join(' ', ids)}")];
    }
}
