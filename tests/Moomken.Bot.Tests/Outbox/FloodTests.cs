using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Tests.Outbox;

public class FloodTests
{
    [Fact]
    public async Task A_flood_leaves_ten_replies_waiting_and_the_newest_is_among_them()
    {
        using var world = new SenderWorld();
        var conversation = await world.Begin();
        for (var number = 0; number < 500; number++)
        {
            conversation = conversation.PlusReply(world.Message($"{number}"));
        }

        await world.Turn(conversation);
        await world.Drain();
        Assert.Equal(Conversation.MostUnsent, world.Sent.Count);
        Assert.Equal(["5 0", "5 1"], world.Sent.Take(2));
        Assert.Equal("5 499", world.Sent[^1]);
    }

    [Fact]
    public void The_same_words_wait_twice_and_no_more()
    {
        using var world = new SenderWorld();
        var conversation = new Conversation { Id = "c", PersonId = "p", Channel = "telegram", Account = "1", SealedUser = "", LastAt = world.Time.GetUtcNow() };
        conversation = "say again|say again|say again|thank you|say again|say again".Split('|').Index()
            .Aggregate(conversation, (said, reply) => said.PlusReply(world.Message(reply.Item) with { Id = $"{reply.Index}" }));
        Assert.Equal(["say again", "say again", "thank you", "say again"], conversation.Pending.Select(message => message.Text));
    }

    [Fact]
    public void An_alert_takes_nobodys_place()
    {
        using var world = new SenderWorld();
        var conversation = new Conversation { Id = "c", PersonId = "p", Channel = "telegram", Account = "1", SealedUser = "", LastAt = world.Time.GetUtcNow() };
        for (var number = 0; number < 20; number++)
        {
            conversation = conversation.PlusReply(world.Message($"{number}") with { Lane = Lane.Safety });
        }

        Assert.Equal(20, conversation.Pending.Count);
    }
}
