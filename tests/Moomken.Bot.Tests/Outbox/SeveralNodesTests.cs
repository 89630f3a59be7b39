using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Tests.Outbox;

/// <summary>What one of several nodes sends, and what it leaves: by the lease of the account, its term, and whether it has looked.</summary>
public class SeveralNodesTests
{
    private readonly Leases leases = new();

    [Fact]
    public async Task A_node_that_has_not_looked_at_what_another_sent_sends_nothing_of_its_own_turns()
    {
        var sent = new Dictionary<string, string?>();
        using var world = new SenderWorld(new InMemorySentLog(sent), nodes: leases);
        leases.KnowsNothingYet = true;
        var conversation = await world.Begin("أُرسل من قبل", "جديد");
        await world.Drain();
        Assert.Empty(world.Sent);
        Assert.Equal([conversation.Id], leases.Told);

        sent.Add("أُرسل من قبل", null);
        world.Sender.OfferLookedUp(conversation, SenderWorld.Address, term: 1);
        await world.Drain();
        Assert.Equal(["5 جديد"], world.Sent);
    }

    [Fact]
    public async Task A_node_without_the_lease_sends_nothing_and_tells_who_has_it()
    {
        using var world = new SenderWorld(nodes: leases);
        leases.Held = null;
        var conversation = await world.Begin("رسالة");
        await world.Drain();

        Assert.Empty(world.Sent);
        Assert.Equal([conversation.Id], leases.Told);
    }

    [Fact]
    public async Task What_waited_while_the_lease_was_lost_is_not_sent_also_when_it_is_won_again()
    {
        using var world = new SenderWorld(nodes: leases);
        world.AnswerWith(new SendResult.Throttled(TimeSpan.FromSeconds(30), WholeAccount: false));
        var conversation = await world.Begin("رسالة");
        await world.Drain();
        world.AnswerWith(new SendResult.Sent("1"));
        leases.Held = null;
        await world.Wait(TimeSpan.FromMinutes(1));
        leases.Held = 3;
        await world.Wait(TimeSpan.FromMinutes(1));
        Assert.Single(world.Sent);

        world.Sender.OfferLookedUp(conversation, SenderWorld.Address, term: 3);
        await world.Drain();
        Assert.Equal(["5 رسالة", "5 رسالة"], world.Sent);
    }

    [Fact]
    public async Task After_the_lease_was_lost_what_waits_is_not_counted_here_any_more_and_let_go_of()
    {
        using var world = new SenderWorld(nodes: leases);
        world.AnswerWith(new SendResult.Throttled(TimeSpan.FromMinutes(5), WholeAccount: false));
        var conversation = await world.Begin("رسالة");
        await world.Drain();
        Assert.Equal(1, world.Sender.Count().Waiting);

        leases.Held = null;
        Assert.Equal(0, world.Sender.Count().Waiting);
        leases.Held = 3;
        Assert.Equal(0, world.Sender.Count().Waiting);

        await world.Wait(TimeSpan.FromMinutes(6));
        world.Sender.DropIdle();
        leases.Held = 1;
        Assert.Equal(0, world.Sender.Count().Waiting);
        world.Sender.OfferLookedUp(conversation, SenderWorld.Address, term: 1);
        Assert.Equal(1, world.Sender.Count().Waiting);
    }

    private sealed class Leases : INodes
    {
        public long? Held { get; set; } = 1;

        public bool KnowsNothingYet { get; set; }

        public List<string> Told { get; } = [];

        public bool DoesRounds => Held is not null;

        public long? Term(string channel, string account) => Held;

        public bool KnowsAll(string channel, string account) => Held is not null && !KnowsNothingYet;

        public void Tell(string conversationId, ChannelAddress address) => Told.Add(conversationId);
    }
}
