using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Xunit;

namespace Moomken.Bot.Tests.Outbox;

public class FailedMessagesTests
{
    private static readonly SendResult Refused = new SendResult.Failed("refused", Retryable: false);

    [Fact]
    public async Task What_failed_is_listed_with_its_reason_and_sent_again_when_asked()
    {
        using var world = await Failed();
        var failures = new FailedMessages(world.Store, world.Book, world.Time);
        var listed = Assert.Single(await failures.ListAsync(10, null, CancellationToken.None));
        Assert.Equal(("أ", "refused"), (listed.Id, listed.Reason));

        world.AnswerWith(new SendResult.Sent("1"));
        var (outcome, conversation, address) = await failures.RetryAsync("أ", CancellationToken.None);
        Assert.Equal((Resending.Due, SenderWorld.Address), (outcome, address));
        world.Sender.Offer(conversation!, address!);
        await world.Drain();

        Assert.Equal(["5 أ", "5 أ"], world.Sent);
        Assert.Empty(await failures.ListAsync(10, null, CancellationToken.None));
    }

    [Fact]
    public async Task What_is_sent_again_by_hand_after_days_does_not_expire_at_once()
    {
        using var world = await Failed();
        world.AnswerWith(new SendResult.Sent("1"));
        world.Time.Advance(TimeSpan.FromDays(3));
        await new FailedMessages(world.Store, world.Book, world.Time).RetryAsync("أ", CancellationToken.None);
        await world.Restart();
        await world.Drain();

        Assert.Equal(2, world.Sent.Count);
    }

    [Fact]
    public async Task Nothing_is_sent_again_to_who_said_stop()
    {
        using var world = await Failed();
        await world.Put((await world.Stored())! with { StoppedAt = world.Time.GetUtcNow() });
        var failures = new FailedMessages(world.Store, world.Book, world.Time);

        Assert.Equal(Resending.NotWanted, (await failures.RetryAsync("أ", CancellationToken.None)).Outcome);
        Assert.Equal(Resending.NotFound, (await failures.RetryAsync("ب", CancellationToken.None)).Outcome);
        Assert.NotNull(await world.Failed("أ"));
    }

    [Fact]
    public async Task What_is_dropped_is_gone()
    {
        using var world = await Failed();
        var failures = new FailedMessages(world.Store, world.Book, world.Time);

        Assert.True(await failures.DropAsync("أ", CancellationToken.None));
        Assert.False(await failures.DropAsync("أ", CancellationToken.None));
        Assert.Null(await world.Failed("أ"));
    }

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

    private static async Task<SenderWorld> Failed()
    {
        var world = new SenderWorld();
        world.AnswerWith(Refused);
        await world.Begin("أ");
        await world.Drain();
        return world;
    }
}
