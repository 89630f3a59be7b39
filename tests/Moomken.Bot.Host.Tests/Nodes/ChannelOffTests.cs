using System.Collections.Concurrent;
using Moomken.Bot.Conversations;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Host.Tests.Storage;
using Moomken.Bot.Host.Tests.Storage.Postgres;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Moomken.Bot.Storage;
using Npgsql;
using Xunit;

namespace Moomken.Bot.Host.Tests.Nodes;

/// <summary>Messages for a channel that was turned off: on every node, and on one of two while the settings are changed node by node.</summary>
public class ChannelOffTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private static OutboundMessage[] Pending => [SendingNode.Message("وصلت قبل الإيقاف", -Day), SendingNode.Message("انتهى وقتها", -Day), SendingNode.Message("ما زالت تنتظر", Day)];

    [Fact]
    public async Task Off_on_both_nodes_they_expire_once_and_are_listed_as_on_the_embedded_store()
    {
        var (embedded, left) = await OnTheEmbeddedStore();
        using var vault = TestVault.New();
        var database = await (await TestCluster.Get()).NewDatabase();
        await using (var before = PostgresStore.Open(new PostgresOptions { ConnectionString = database }, vault, TimeProvider.System))
        {
            await SendingNode.Begin(before, vault, "218911", Pending);
            await before.NoteSentAsync(Pending[0].Id, "provider 1", taken: true);
        }

        await using var one = await SendingNode.Start(database, vault, taken: null);
        await using var other = await SendingNode.Start(database, vault, taken: null);
        await Until(async () => (await Failed(one.Store)).Count > 0);

        Assert.Equal(embedded, await Failed(one.Store));
        var conversation = await Only(one.Store);
        Assert.Equal(left, conversation.Pending.Select(message => message.Id));
        Assert.Equal(2, conversation.Revision);
        Assert.Equal(1L, await Ask(database, "SELECT count(*) FROM moomken.leases WHERE name = 'telegram/1' AND stands_in"));
    }

    [Fact]
    public async Task A_node_with_the_channel_on_gets_the_account_from_one_that_stands_in_and_keeps_it()
    {
        using var vault = TestVault.New();
        var database = await (await TestCluster.Get()).NewDatabase();
        var taken = new ConcurrentQueue<string>();
        await using var off = await SendingNode.Start(database, vault, taken: null);
        await SendingNode.Begin(off.Store, vault, "218911", SendingNode.Message("الأولى", Day));
        await Until(() => Holds(database, standsIn: true));

        await using (await SendingNode.Start(database, vault, taken))
        {
            await Until(() => Task.FromResult(taken.Count == 1));
            Assert.True(await Holds(database, standsIn: false));

            // What the other node commits is heard here, and it does not take the account while this one lives.
            var (conversation, address) = await SendingNode.Begin(off.Store, vault, "218922", SendingNode.Message("الثانية", Day));
            off.Sender.Offer(conversation, address);
            await Until(() => Task.FromResult(taken.Count == 2));
            Assert.True(await Holds(database, standsIn: false));
        }

        // Restarted for its new settings: meanwhile the other stands in again, and loses nothing.
        await SendingNode.Begin(off.Store, vault, "218933", SendingNode.Message("الثالثة", Day));
        await Until(() => Holds(database, standsIn: true));
        await using (await SendingNode.Start(database, vault, taken))
        {
            await Until(() => Task.FromResult(taken.Count == 3));
        }

        Assert.Equal(["الأولى", "الثانية", "الثالثة"], taken);
        Assert.Empty(await Failed(off.Store));
    }

    [Fact]
    public async Task A_node_that_waited_and_died_does_not_keep_the_account_from_those_that_stand_in()
    {
        using var vault = TestVault.New();
        var database = await (await TestCluster.Get()).NewDatabase();
        await using var off = await SendingNode.Start(database, vault, taken: null);
        await SendingNode.Begin(off.Store, vault, "218911", SendingNode.Message("تنتظر", Day));
        await Until(() => Holds(database, standsIn: true));
        var term = await Ask(database, "SELECT term FROM moomken.leases WHERE name = 'telegram/1'");

        await Ask(database, "UPDATE moomken.leases SET wanted = true WHERE name = 'telegram/1'");
        await Until(async () => !await Holds(database, standsIn: true));
        await Until(() => Holds(database, standsIn: true));

        Assert.NotEqual(term, await Ask(database, "SELECT term FROM moomken.leases WHERE name = 'telegram/1'"));
    }

    /// <summary>The failed messages and what is left, of the same conversation on the one process that the embedded store has.</summary>
    private static async Task<(List<(string, string, string)> Failed, List<string> Left)> OnTheEmbeddedStore()
    {
        using var folder = new TemporaryFolder();
        using var vault = TestVault.New();
        await using var store = LiteDbStore.Open(new LiteDbStoreOptions { DataDirectory = folder.Path }, vault, TimeProvider.System);
        using (var last = SentLogFile.Open(folder.Path))
        {
            last.Append(Pending[0].Id, "provider 1");
        }

        using var log = SentLogFile.Open(folder.Path);
        using var sender = SendingNode.SenderOf(store, vault, log, new Dictionary<string, IChannel>(), OnlyNode.Instance);
        var (conversation, address) = await SendingNode.Begin(store, vault, "218911", Pending);
        sender.Offer(conversation, address);
        await sender.DrainAsync(TestContext.Current.CancellationToken);
        var failed = await Failed(store);
        Assert.Equal([("انتهى وقتها", "expired")], failed.Select(message => (message.Id, message.Reason)));
        return ([.. failed], [.. (await Only(store)).Pending.Select(message => message.Id)]);
    }

    private static async Task<List<(string Id, string Conversation, string Reason)>> Failed(IStore store) =>
        [.. (await store.ReadAsync(reader => reader.Scan(FailedMessage.Documents, 100))).Select(failed => (failed.Id, failed.Conversation, failed.Reason))];

    private static async Task<Conversation> Only(IStore store) => (await store.ReadAsync(reader => reader.Scan(Conversation.Documents, 100))).Single();

    private static async Task<bool> Holds(string database, bool standsIn) =>
        await Ask(database, $"SELECT EXISTS (SELECT 1 FROM moomken.leases WHERE name = 'telegram/1' AND until > clock_timestamp() AND stands_in = {standsIn})") is true;

    private static async Task<object?> Ask(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task Until(Func<Task<bool>> reached)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await reached())
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }
}
