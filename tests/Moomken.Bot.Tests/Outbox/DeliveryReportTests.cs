using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;
using Moomken.Bot.People;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Tests.Outbox;

public class DeliveryReportTests
{
    private static readonly SendResult PhoneOff = new SendResult.Failed("unreachable", Retryable: true);

    [Fact]
    public async Task What_was_sent_is_followed_and_leaves_its_conversation_at_once()
    {
        using var world = await SentOnce();

        Assert.Equal((DeliveryState.Accepted, "1"), ((await world.Delivery("أ"))!.State, (await world.Delivery("أ"))!.ProviderId));
        Assert.Empty((await world.Stored())!.Pending);
        Assert.DoesNotContain("أ", (await world.Delivery("أ"))!.SealedMessage!, StringComparison.Ordinal);
        world.Sender.ForgetSettled();
        Assert.Empty(world.Log.Entries);
    }

    [Theory]
    [InlineData(new[] { DeliveryState.Sent, DeliveryState.Delivered, DeliveryState.Read }, DeliveryState.Read)]
    [InlineData(new[] { DeliveryState.Read, DeliveryState.Delivered, DeliveryState.Sent }, DeliveryState.Read)]
    [InlineData(new[] { DeliveryState.Delivered, DeliveryState.Failed, DeliveryState.Accepted }, DeliveryState.Delivered)]
    [InlineData(new[] { DeliveryState.Failed, DeliveryState.Sent }, DeliveryState.Failed)]
    [InlineData(new[] { DeliveryState.Failed, DeliveryState.Delivered }, DeliveryState.Delivered)]
    public async Task Only_a_higher_state_counts(DeliveryState[] reports, DeliveryState last)
    {
        using var world = await SentOnce();
        foreach (var state in reports)
        {
            await world.Report("أ", state);
        }

        Assert.Equal(last, (await world.Delivery("أ"))!.State);
        Assert.Equal(last == DeliveryState.Failed, await world.Failed("أ") is not null);
    }

    [Fact]
    public async Task A_report_of_a_message_that_nobody_knows_changes_nothing()
    {
        using var world = await SentOnce();
        await world.Report("ليست لنا", DeliveryState.Failed, PhoneOff);

        Assert.Null(await world.Delivery("ليست لنا"));
        Assert.Null(await world.Failed("ليست لنا"));
    }

    [Fact]
    public async Task A_phone_that_is_off_is_tried_twice_more_and_then_it_is_said_so()
    {
        using var world = await SentOnce();
        for (var failure = 0; failure < 3; failure++)
        {
            world.AnswerWith(new SendResult.Sent($"{failure + 2}"));
            await world.Report("أ", DeliveryState.Failed, PhoneOff, $"{failure + 1}");
            await world.Report("أ", DeliveryState.Failed, PhoneOff, $"{failure + 1}");
            await world.Drain();
            await world.Wait(TimeSpan.FromMinutes(10));
        }

        Assert.Equal(["5 أ", "5 أ", "5 أ"], world.Sent);
        Assert.Equal("unreachable", (await world.Failed("أ"))!.Reason);
        Assert.Null((await world.Delivery("أ"))!.SealedMessage);
    }

    [Fact]
    public async Task What_came_back_is_sent_again_also_after_a_restart()
    {
        using var world = await SentOnce();
        await world.Report("أ", DeliveryState.Failed, PhoneOff, "1");
        await world.Restart();
        await world.Wait(TimeSpan.FromMinutes(2));

        Assert.Equal(["5 أ", "5 أ"], world.Sent);
    }

    [Fact]
    public async Task What_came_back_does_not_hold_up_replies()
    {
        using var world = await SentOnce();
        await world.Report("أ", DeliveryState.Failed, PhoneOff, "1");
        await world.Hear("ب");
        await world.Drain();

        Assert.Equal(["5 أ", "5 ب"], world.Sent);
    }

    [Fact]
    public async Task What_arrived_after_all_is_not_sent_again()
    {
        using var world = await SentOnce();
        await world.Report("أ", DeliveryState.Failed, PhoneOff, "1");
        await world.Report("أ", DeliveryState.Delivered, providerId: "1");
        await world.Wait(TimeSpan.FromMinutes(10));

        Assert.Single(world.Sent);
    }

    [Fact]
    public async Task A_person_who_is_gone_is_marked_and_nothing_more_is_due()
    {
        using var world = await SentOnce();
        await world.Report("أ", DeliveryState.Failed, new SendResult.RecipientGone("opted_out"));

        Assert.Equal("opted_out", (await world.Stored())!.Unreachable);
        Assert.Equal("opted_out", (await world.Failed("أ"))!.Reason);
    }

    [Fact]
    public async Task Two_alerts_to_a_person_who_is_gone_are_both_listed()
    {
        using var world = Followed();
        await world.Begin("أ", "ب");
        await world.Drain();
        await world.Report("أ", DeliveryState.Failed, new SendResult.RecipientGone("no_such_number"));
        await world.Report("ب", DeliveryState.Failed, new SendResult.RecipientGone("no_such_number"));

        Assert.Equal("no_such_number", (await world.Failed("أ"))!.Reason);
        Assert.Equal("no_such_number", (await world.Failed("ب"))!.Reason);
        Assert.Empty((await world.Stored())!.Pending);
    }

    [Fact]
    public async Task A_person_who_wrote_since_is_not_marked_as_gone()
    {
        using var world = await SentOnce();
        await world.Hear();
        await world.Report("أ", DeliveryState.Failed, new SendResult.RecipientGone("opted_out"));

        Assert.Null((await world.Stored())!.Unreachable);
        Assert.Equal("opted_out", (await world.Failed("أ"))!.Reason);
    }

    [Fact]
    public async Task A_message_outside_the_window_is_kept_until_the_person_writes()
    {
        using var world = await SentOnce();
        await world.Report("أ", DeliveryState.Failed, new SendResult.Held("outside_window"), "1");
        await world.Wait(TimeSpan.FromHours(2));
        Assert.Equal((1, 1), (world.Sent.Count, world.Sender.Count().Held));

        await world.Hear();
        await world.Drain();
        Assert.Equal(["5 أ", "5 أ"], world.Sent);
    }

    [Fact]
    public async Task A_message_outside_the_window_goes_at_once_when_the_person_wrote_since()
    {
        using var world = await SentOnce();
        await world.Hear();
        await world.Report("أ", DeliveryState.Failed, new SendResult.Held("outside_window"), "1");
        await world.Drain();

        Assert.Equal(["5 أ", "5 أ"], world.Sent);
    }

    [Theory]
    [InlineData(DeliveryState.Delivered)]
    [InlineData(DeliveryState.Failed)]
    public async Task A_report_may_overtake_the_answer_of_its_own_attempt(DeliveryState state)
    {
        using var world = Followed();
        world.Answer = async message =>
        {
            await world.Report(message.Id, state, new SendResult.Failed("refused", Retryable: false), "1");
            return new SendResult.Sent("1");
        };
        await world.Begin("أ");
        await world.Drain();
        await world.Wait(TimeSpan.FromHours(1));

        Assert.Equal(["5 أ"], world.Sent);
        Assert.Equal((state, "1"), ((await world.Delivery("أ"))!.State, (await world.Delivery("أ"))!.ProviderId));
        Assert.Empty((await world.Stored())!.Pending);
    }

    [Fact]
    public async Task A_failure_that_overtakes_the_answer_is_tried_again_though_the_answer_said_sent()
    {
        using var world = Followed();
        world.Answer = async message =>
        {
            await world.Report(message.Id, DeliveryState.Failed, PhoneOff, "1");
            return new SendResult.Sent("1");
        };
        await world.Begin("أ");
        await world.Drain();
        world.AnswerWith(new SendResult.Sent("2"));
        await world.Restart();
        await world.Wait(TimeSpan.FromMinutes(5));

        Assert.Equal(["5 أ", "5 أ"], world.Sent);
        Assert.Equal((DeliveryState.Accepted, "2"), ((await world.Delivery("أ"))!.State, (await world.Delivery("أ"))!.ProviderId));
    }

    [Fact]
    public async Task A_filing_that_cannot_be_written_is_written_later_and_the_message_is_not_sent_again()
    {
        using var world = Followed();
        world.BeforeWrite = () => throw new StoreUnavailableException("The disk is full.");
        await world.Begin("أ");
        await world.Drain();
        world.BeforeWrite = () => { };
        await world.Wait(TimeSpan.FromMinutes(1));

        Assert.Equal(["5 أ"], world.Sent);
        Assert.NotNull(await world.Delivery("أ"));
    }

    [Fact]
    public async Task A_kill_before_the_filing_files_it_after_the_start()
    {
        using var world = Followed();
        world.BeforeWrite = () => throw new StoreUnavailableException("The disk is full.");
        await world.Begin("أ");
        await world.Drain();
        await world.Restart();
        world.Sender.ForgetSettled();
        world.BeforeWrite = () => { };
        await world.Drain();

        Assert.Equal(["5 أ"], world.Sent);
        Assert.Equal("1", (await world.Delivery("أ"))!.ProviderId);
        Assert.Empty(world.LookedUp);
    }

    [Fact]
    public async Task What_failed_after_a_stop_does_not_come_back()
    {
        using var world = await SentOnce();
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.Turn((await world.Stored())! with { StoppedAt = world.Time.GetUtcNow() });
        await world.Report("أ", DeliveryState.Failed, PhoneOff, "1");
        await world.Wait(TimeSpan.FromHours(1));

        Assert.Single(world.Sent);
    }

    [Fact]
    public async Task What_was_on_its_way_to_somebody_who_became_another_known_person_comes_back_all_the_same()
    {
        using var world = await SentOnce();
        var conversation = (await world.Stored())!;
        var (_, known) = world.Book.New("other", SenderWorld.Address, world.Time.GetUtcNow());
        await world.Store.WriteAsync(transaction =>
        {
            var kept = OnePerson.TakeOver(transaction, known, transaction.Get(Person.Documents, conversation.PersonId)!);
            transaction.Put(Person.Documents, kept);
            transaction.Put(Conversation.Documents, conversation with { PersonId = kept.Id, Revision = conversation.Revision + 1 });
            return true;
        });
        await world.Report("أ", DeliveryState.Failed, PhoneOff, "1");
        await world.Wait(TimeSpan.FromMinutes(2));

        Assert.Equal(["5 أ", "5 أ"], world.Sent);
    }

    [Fact]
    public async Task What_was_on_its_way_to_somebody_cannot_be_opened_for_a_stranger_who_has_the_number_now()
    {
        using var world = await SentOnce();
        var conversation = (await world.Stored())!;
        var (fresh, stranger) = world.Book.New(conversation.Id, SenderWorld.Address, world.Time.GetUtcNow());
        await world.Store.WriteAsync(transaction =>
        {
            transaction.Put(Person.Documents, stranger);
            transaction.Put(Conversation.Documents, fresh with { Revision = conversation.Revision + 1 });
            return true;
        });
        await world.Report("أ", DeliveryState.Failed, PhoneOff, "1");
        await world.Wait(TimeSpan.FromMinutes(2));

        Assert.Single(world.Sent);
    }

    private static SenderWorld Followed() => new() { ReportsWithin = TimeSpan.FromMinutes(2) };

    private static async Task<SenderWorld> SentOnce()
    {
        var world = Followed();
        await world.Begin("أ");
        await world.Drain();
        return world;
    }
}
