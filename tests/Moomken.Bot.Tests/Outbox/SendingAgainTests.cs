using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Xunit;

namespace Moomken.Bot.Tests.Outbox;

public class SendingAgainTests
{
    [Fact]
    public async Task A_failed_message_is_sent_again_once_and_is_no_failed_message_any_more()
    {
        using var world = new SenderWorld { Answer = Refused };
        var id = await Failed(world);
        world.Answer = Taken;
        world.Time.Advance(TimeSpan.FromDays(3));

        Assert.Equal(RetryOutcome.Again, await Of(world).RetryAsync(id, CancellationToken.None));
        await world.Drain();
        Assert.Equal(RetryOutcome.NotFound, await Of(world).RetryAsync(id, CancellationToken.None));
        await world.Drain();

        Assert.Equal(["5 تنبيه", "5 تنبيه"], world.Sent);
        Assert.Empty(await All(world));
        await world.Settle();
        Assert.Empty((await Stored(world)).Pending);
    }

    [Fact]
    public async Task It_waits_behind_what_the_conversation_has_to_send_and_drops_nothing_of_it()
    {
        using var world = new SenderWorld { Answer = Refused };
        var id = await Failed(world);
        world.Answer = Taken;
        await world.Turn(await Stored(world), world.Message("جواب"));

        Assert.Equal(RetryOutcome.Again, await Of(world).RetryAsync(id, CancellationToken.None));
        await world.Drain();

        Assert.Equal(["5 تنبيه", "5 جواب", "5 تنبيه"], world.Sent);
    }

    [Fact]
    public async Task What_was_held_and_would_be_again_is_said_to_be_held()
    {
        using var world = new SenderWorld { Answer = _ => Task.FromResult<SendResult>(new SendResult.Held("outside_window")) };
        var conversation = await world.Begin("تنبيه");
        await world.Drain();
        await world.Wait(TimeSpan.FromHours(25));
        var id = Assert.Single(await All(world)).Id;

        Assert.Equal(RetryOutcome.Held, await Of(world).RetryAsync(id, CancellationToken.None));
        Assert.Single((await world.Stored(conversation.Id))!.Pending);
    }

    [Fact]
    public async Task What_fails_again_is_kept_again()
    {
        using var world = new SenderWorld { Answer = Refused };
        var id = await Failed(world);

        Assert.Equal(RetryOutcome.Again, await Of(world).RetryAsync(id, CancellationToken.None));
        await world.Drain();

        var failed = Assert.Single(await All(world));
        Assert.NotEqual(id, failed.Id);
        Assert.Equal("تنبيه", failed.Message.Text);
    }

    [Fact]
    public async Task Nothing_is_sent_to_who_said_stop_is_gone_or_was_forgotten()
    {
        using var world = new SenderWorld { Answer = Refused };
        var id = await Failed(world);
        var conversation = await Stored(world);

        await world.Put(conversation with { StoppedAt = world.Time.GetUtcNow() });
        Assert.Equal(RetryOutcome.Stopped, await Of(world).RetryAsync(id, CancellationToken.None));
        await world.Put(conversation with { Unreachable = "blocked" });
        Assert.Equal(RetryOutcome.Unreachable, await Of(world).RetryAsync(id, CancellationToken.None));
        await world.Put(conversation with { Forgotten = true });
        Assert.Equal(RetryOutcome.PersonGone, await Of(world).RetryAsync(id, CancellationToken.None));

        Assert.Equal(id, Assert.Single(await All(world)).Id);
        Assert.True(await Of(world).DropAsync(id, CancellationToken.None));
        Assert.False(await Of(world).DropAsync(id, CancellationToken.None));
        Assert.Empty(await All(world));
    }

    private static Task<SendResult> Refused(OutboundMessage message) => Task.FromResult<SendResult>(new SendResult.Failed("refused", Retryable: false));

    private static Task<SendResult> Taken(OutboundMessage message) => Task.FromResult<SendResult>(new SendResult.Sent("1"));

    private static async Task<string> Failed(SenderWorld world)
    {
        await world.Begin("تنبيه");
        await world.Drain();
        return Assert.Single(await All(world)).Id;
    }

    private static SendingAgain Of(SenderWorld world) => new(world.Store, world.Sender, world.Book, IdSource.System(world.Time), world.Time);

    private static Task<IReadOnlyList<FailedMessage>> All(SenderWorld world) => world.Store.ReadAsync(reader => reader.Scan(FailedMessage.Documents, 10));

    private static async Task<Conversation> Stored(SenderWorld world) => (await world.Stored(world.Book.ConversationId(SenderWorld.Address)))!;
}
