using Microsoft.Extensions.Time.Testing;
using Moomken.Bot.Host.Tests.Storage;
using Moomken.Bot.Host.Tests.Storage.Postgres;
using Xunit;

namespace Moomken.Bot.Host.Tests.Nodes;

/// <summary>A timer fires once, on whichever node has the rounds just then.</summary>
public class DueTimersTests
{
    private readonly FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task What_fell_due_while_the_lease_was_away_for_a_moment_is_set_again()
    {
        var database = await (await TestCluster.Get()).NewDatabase();
        using var vault = TestVault.New();
        await using var node = new TimerNode(database, vault, time);
        var begun = await node.BeginReportAsync();
        await node.Due.RunOnceAsync(TestContext.Current.CancellationToken);
        node.HasRounds(true);
        time.Advance(TimeSpan.FromMinutes(31));
        node.HasRounds(true);
        await node.Due.RunOnceAsync(TestContext.Current.CancellationToken);

        node.HasRounds(false);
        await node.Timers.RunOnceAsync(TestContext.Current.CancellationToken);
        Assert.Equal(begun.Revision, (await node.ReadAsync()).Revision);
        node.HasRounds(true);
        await node.Due.RunOnceAsync(TestContext.Current.CancellationToken);
        await node.Timers.RunOnceAsync(TestContext.Current.CancellationToken);

        Assert.Single((await node.ReadAsync()).Pending.RemoveAll(message => begun.Pending.Contains(message)), message => message.Lane == Bot.Messages.Lane.Reminder);
    }

    [Fact]
    public async Task A_timer_that_one_node_set_fires_once_on_the_node_that_has_the_rounds()
    {
        var database = await (await TestCluster.Get()).NewDatabase();
        using var vault = TestVault.New();
        await using var first = new TimerNode(database, vault, time);
        await using var second = new TimerNode(database, vault, time);
        second.HasRounds(true);
        var begun = await first.BeginReportAsync();
        time.Advance(TimeSpan.FromMinutes(31));
        second.HasRounds(true);

        for (var round = 0; round < 3; round++)
        {
            foreach (var node in new[] { first, second })
            {
                await node.Due.RunOnceAsync(TestContext.Current.CancellationToken);
                await node.Timers.RunOnceAsync(TestContext.Current.CancellationToken);
            }
        }

        var after = await first.ReadAsync();
        Assert.Single(after.Pending.RemoveAll(message => begun.Pending.Contains(message)), message => message.Lane == Bot.Messages.Lane.Reminder);
        Assert.Equal(begun.Revision + 1, after.Revision);
    }

    [Fact]
    public async Task A_timer_waits_for_the_node_that_takes_the_rounds_over()
    {
        var database = await (await TestCluster.Get()).NewDatabase();
        using var vault = TestVault.New();
        await using var first = new TimerNode(database, vault, time);
        await using var second = new TimerNode(database, vault, time);
        first.HasRounds(true);
        var begun = await first.BeginReportAsync();
        time.Advance(TimeSpan.FromMinutes(31)); // and the first node is gone: its leases have run out

        await first.Timers.RunOnceAsync(TestContext.Current.CancellationToken);
        Assert.Equal(begun.Revision, (await first.ReadAsync()).Revision);
        second.HasRounds(true);
        await second.Due.RunOnceAsync(TestContext.Current.CancellationToken);
        await second.Timers.RunOnceAsync(TestContext.Current.CancellationToken);

        Assert.Equal(begun.Revision + 1, (await second.ReadAsync()).Revision);
    }
}
