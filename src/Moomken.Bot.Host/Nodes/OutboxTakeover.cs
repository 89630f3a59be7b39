using System.Threading.Channels;
using Moomken.Bot.Conversations;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Moomken.Bot.People;
using Npgsql;

namespace Moomken.Bot.Host.Nodes;

/// <summary>
/// Gives the sender what other nodes committed for the accounts that this node sends for: at once when they ring, and by a sweep
/// over all that is pending, which also finds what a dead node left. A round goes through without a pause; between rounds is one.
/// </summary>
internal sealed class OutboxTakeover(
    PostgresStore store, PostgresSentLog sent, HeldLeases held, NodeBell bell, Sender sender, AddressBook addresses, TimeProvider time, ILogger<OutboxTakeover> logger) : BackgroundService
{
    private const int Together = 64;
    private const int Page = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<string> told = Channel.CreateBounded<string>(
        new BoundedChannelOptions(NodeBell.Capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    /// <summary>Another number after each bell for which there was no room: the next round of the sweep offers everything.</summary>
    private int missed;

    private readonly Dictionary<string, OutboxSweep> sweeps = new(StringComparer.Ordinal);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bell.Heard += Hear;
        return Task.WhenAll(Task.Run(() => LoopAsync(TakeToldAsync, stoppingToken), stoppingToken), Task.Run(() => LoopAsync(SweepAsync, stoppingToken), stoppingToken));
    }

    private void Hear(string topic, IReadOnlyList<string> ids)
    {
        if (topic == PostgresNodes.OutboxTopic)
        {
            foreach (var id in ids)
            {
                if (!told.Writer.TryWrite(id))
                {
                    bell.CountDropped();
                    Interlocked.Increment(ref missed);
                }
            }
        }
    }

    private async Task LoopAsync(Func<CancellationToken, Task> round, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await round(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // The database is away, or one document cannot be opened: nothing else must stop for it.
                logger.LogWarning("Messages of other nodes could not be taken over ({Fault}); trying again.", fault.GetType().Name);
                await Task.Delay(Pause, time, stopping);
            }
        }
    }

    private async Task TakeToldAsync(CancellationToken stopping)
    {
        await told.Reader.WaitToReadAsync(stopping);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        while (ids.Count < Together && told.Reader.TryRead(out var id))
        {
            ids.Add(id);
        }

        await OfferAsync([.. ids], stopping);
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        var goOn = false;
        foreach (var (account, term) in held.Terms.Where(lease => lease.Key != NodeSession.Rounds))
        {
            goOn |= await SweepAsync(account, term, stopping);
        }

        if (!goOn)
        {
            await Task.Delay(Pause, time, stopping);
        }
    }

    /// <summary>One page of what is pending for an account. True when the round has more before it: only between rounds is a pause.</summary>
    private async Task<bool> SweepAsync(string account, long term, CancellationToken stopping)
    {
        var (spell, lost) = (held.Spell, Volatile.Read(ref missed));
        if (!sweeps.TryGetValue(account, out var sweep) || sweep.Term != term || sweep.Spell != spell || (sweep.IsAtStart && sweep.Missed != lost))
        {
            sweeps[account] = sweep = new OutboxSweep(term, spell, lost);
        }

        var page = await PageAsync(account, sweep.After, stopping);
        foreach (var ids in sweep.ToOffer(page).Chunk(Together))
        {
            await OfferAsync(ids, stopping);
        }

        sweep.Seen(page, isLast: page.Count < Page);
        if (!sweep.IsFirst)
        {
            held.WentThrough(account, term);
        }

        return page.Count == Page;
    }

    private async Task<List<(string Id, long Stamp)>> PageAsync(string account, string after, CancellationToken stopping)
    {
        await using var connection = await store.ConnectAsync(stopping, pooled: true);
        await using var select = new NpgsqlCommand("SELECT id, stamp FROM moomken.documents WHERE outbox = $1 AND id > $2 ORDER BY id LIMIT $3", connection);
        select.Parameters.AddRange(new[] { Parameter.Text(account), Parameter.Text(after), Parameter.Number(Page) });
        await using var reader = await select.ExecuteReaderAsync(stopping);
        var page = new List<(string, long)>();
        while (await reader.ReadAsync(stopping))
        {
            page.Add((reader.GetString(0), reader.GetInt64(1)));
        }

        return page;
    }

    private async Task OfferAsync(IReadOnlyList<string> ids, CancellationToken stopping)
    {
        // The terms first: what is found out under one says nothing once another node has sent in between.
        var terms = held.Terms;
        var found = await store.ReadManyAsync(reader => Read(reader, ids), stopping);
        if (!terms.Keys.All(name => name == NodeSession.Rounds || held.KnowsAll(name)))
        {
            sender.TakeOver(await sent.LookUpAsync([.. found.SelectMany(one => one.Conversation.Pending, (_, message) => message.Key)], stopping));
        }

        foreach (var (conversation, address) in found)
        {
            if (terms.TryGetValue(RowFormat.Account(address.Channel, address.Account), out var term))
            {
                sender.OfferLookedUp(conversation, address, term);
            }
        }
    }

    private List<(Conversation Conversation, ChannelAddress Address)> Read(ManyReader reader, IReadOnlyList<string> ids)
    {
        var conversations = reader.GetMany(Conversation.Documents, ids).Where(conversation => !conversation.Pending.IsEmpty).ToList();
        var people = reader.GetMany(Person.Documents, conversations.ConvertAll(conversation => conversation.PersonId)).ToDictionary(person => person.Id);
        return [.. conversations
            .Where(conversation => people.ContainsKey(conversation.PersonId))
            .Select(conversation => (conversation, addresses.AddressOf(conversation, people[conversation.PersonId])))];
    }
}
