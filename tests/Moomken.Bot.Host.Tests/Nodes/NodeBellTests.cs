using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Moomken.Bot.Host.Nodes;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Host.Telemetry;
using Moomken.Bot.Host.Tests.Storage;
using Moomken.Bot.Host.Tests.Storage.Postgres;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Xunit;

namespace Moomken.Bot.Host.Tests.Nodes;

/// <summary>A node that has more to tell the others than there is room for.</summary>
public class NodeBellTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    [Fact]
    public async Task What_a_dropped_bell_was_about_is_found_by_the_sweep_and_sent_once()
    {
        using var vault = TestVault.New();
        var database = await (await TestCluster.Get()).NewDatabase();
        var taken = new ConcurrentQueue<string>();
        await using var node = await SendingNode.Start(database, vault, taken);
        await SendingNode.Begin(node.Store, vault, "218900", SendingNode.Message("الجولة الأولى", Day));
        await Until(() => taken.Count == 1);

        // Another node, whose bells do not leave it.
        await using var store = PostgresStore.Open(new PostgresOptions { ConnectionString = database }, vault, TimeProvider.System);
        using var bell = Full(store);
        var nodes = new PostgresNodes(new HeldLeases(TimeProvider.System), bell);
        using var sender = SendingNode.SenderOf(store, vault, new PostgresSentLog(store), new Dictionary<string, IChannel> { [node.Name] = node }, nodes);
        foreach (var user in (string[])["218911", "218922", "218933"])
        {
            var (conversation, address) = await SendingNode.Begin(store, vault, user, SendingNode.Message($"لم يُسمع {user}", Day));
            sender.Offer(conversation, address);
        }

        Assert.Equal(3, bell.Dropped);
        await Until(() => taken.Count == 4);
        Assert.Equal(["الجولة الأولى", "لم يُسمع 218911", "لم يُسمع 218922", "لم يُسمع 218933"], taken.Order(StringComparer.Ordinal));
        Assert.Empty(await store.ReadAsync(reader => reader.Scan(FailedMessage.Documents, 10), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Dropped_bells_are_a_metric()
    {
        using var vault = TestVault.New();
        var database = await (await TestCluster.Get()).NewDatabase();
        await using var store = PostgresStore.Open(new PostgresOptions { ConnectionString = database }, vault, TimeProvider.System);
        using var bell = Full(store);
        using var gauges = new StoreGauges(new ServiceCollection().AddSingleton(store).AddSingleton(bell).BuildServiceProvider());
        var read = new List<long>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, me) => Listen(instrument, me) };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => read.Add(value));
        listener.Start();
        for (var i = 0; i < 17; i++)
        {
            bell.Ring(PostgresNodes.OutboxTopic, $"{i}");
        }

        listener.RecordObservableInstruments();

        Assert.Contains(17, read);
    }

    private static void Listen(Instrument instrument, MeterListener me)
    {
        if (instrument.Name == "moomken.bells.dropped")
        {
            me.EnableMeasurementEvents(instrument);
        }
    }

    /// <summary>It does not run, so nothing makes room.</summary>
    private static NodeBell Full(PostgresStore store)
    {
        var bell = new NodeBell(store, NullLogger<NodeBell>.Instance);
        for (var i = 0; i < NodeBell.Capacity; i++)
        {
            bell.Ring("web", $"{i}");
        }

        Assert.Equal(0, bell.Dropped);
        return bell;
    }

    private static async Task Until(Func<bool> reached)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!reached())
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }
}
