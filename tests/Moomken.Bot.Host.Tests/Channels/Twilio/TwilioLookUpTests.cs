using Microsoft.Extensions.Time.Testing;
using Moomken.Bot.Fakes.Twilio;
using Moomken.Bot.Host.Channels.Twilio;
using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Twilio;

/// <summary>Twilio has no idempotency key: what is uncertain is asked for before anything is sent again.</summary>
public sealed class TwilioLookUpTests : IAsyncLifetime
{
    private const string Fatima = "+218911234567";
    private static readonly SendResult NotTaken = new SendResult.Failed("not_taken", Retryable: true);
    private static readonly string LongText = string.Join(' ', Enumerable.Range(0, 700).Select(i => $"كلمة{i}"));

    /// <summary>Twilio's and ours.</summary>
    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
    private FakeTwilio fake = null!;
    private TwilioBot bot = null!;

    public async ValueTask InitializeAsync()
    {
        fake = await FakeTwilio.Start(time: clock);
        fake.Reports = false;
        bot = await Restarted();
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await fake.DisposeAsync();
    }

    [Fact]
    public async Task What_was_taken_before_the_answer_was_lost_is_found()
    {
        fake.FailNext("messages", TwilioFailure.DroppedAfterAccept);
        var message = bot.Message("رقم البلاغ 7K2M-9QPX");
        Assert.Equal(new SendResult.Unknown("cut"), await Send(message));

        Assert.Equal(new SendResult.Sent(Assert.Single(fake.Sent).Sid), await LookUp(message));
    }

    [Fact]
    public async Task Buttons_are_found_by_their_text()
    {
        fake.FailNext("messages", TwilioFailure.ServerError with { AfterEffect = true });
        var message = bot.Message("سؤال بأزرار", ("1:a", "نعم"), ("1:b", "لا"));
        Assert.Equal(new SendResult.Unknown("server_error"), await Send(message));

        Assert.Equal(new SendResult.Sent(fake.Sent[^1].Sid), await LookUp(message));
    }

    [Fact]
    public async Task What_was_not_taken_is_known_as_such_only_after_a_while()
    {
        fake.FailNext("messages", TwilioFailure.Dropped);
        var message = bot.Message("نص");
        Assert.IsType<SendResult.Unknown>(await Send(message));

        Assert.Equal(new SendResult.Unknown("not_listed"), await LookUp(message));
        clock.Advance(TwilioLookUp.ListedWithin);
        Assert.Equal(NotTaken, await LookUp(message));
    }

    [Fact]
    public async Task It_is_found_behind_a_hundred_newer_ones()
    {
        fake.FailNext("messages", TwilioFailure.DroppedAfterAccept);
        var message = bot.Message("رقم البلاغ 7K2M-9QPX");
        await Send(message);
        for (var i = 0; i < 100; i++)
        {
            await Send(bot.Message($"تنبيه {i}"));
        }

        Assert.Equal(new SendResult.Sent(fake.Sent[0].Sid), await LookUp(message));
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_says_nothing()
    {
        var message = bot.Message("نص");
        clock.Advance(TimeSpan.FromHours(1));
        fake.FailNext("list", TwilioFailure.ServerError);

        Assert.Equal(new SendResult.Unknown("list_unreadable"), await LookUp(message));
    }

    [Fact]
    public async Task Another_message_with_the_same_words_is_not_mistaken_for_it()
    {
        var first = bot.Message("القائمة");
        var second = bot.Message("القائمة");
        Assert.IsType<SendResult.Sent>(await Send(first));
        fake.FailNext("messages", TwilioFailure.Dropped);
        Assert.IsType<SendResult.Unknown>(await Send(second));
        clock.Advance(TwilioLookUp.ListedWithin);

        Assert.Equal(NotTaken, await LookUp(second));
    }

    [Fact]
    public async Task One_that_was_sent_long_before_it_was_written_is_another()
    {
        await Send(bot.Message("القائمة"));
        clock.Advance(TimeSpan.FromMinutes(1));
        await using var restarted = await Restarted();
        var message = restarted.Message("القائمة");
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(NotTaken, await AskTwice(restarted, message));
    }

    [Fact]
    public async Task After_a_restart_what_the_last_run_sent_is_found()
    {
        var message = bot.Message("رقم البلاغ 7K2M-9QPX");
        await Send(message);
        await using var restarted = await Restarted();

        Assert.Equal(new SendResult.Sent(Assert.Single(fake.Sent).Sid), await Ask(restarted, message));
    }

    [Fact]
    public async Task The_same_words_to_the_same_person_just_before_a_restart_are_another_message()
    {
        await Send(bot.Message("أُضيف."));
        fake.FailNext("messages", TwilioFailure.Dropped);
        var second = bot.Message("أُضيف.");
        await Send(second);
        await using var restarted = await Restarted();
        var attempt = restarted.Attempt(restarted.WhatsApp, Fatima, second) with { Others = [fake.Sent[0].Sid] };

        Assert.Equal(new SendResult.Unknown("not_listed"), await restarted.WhatsApp.LookUpAsync(attempt, default));
        clock.Advance(TwilioLookUp.ListedWithin);
        Assert.Equal(NotTaken, await restarted.WhatsApp.LookUpAsync(attempt, default));
    }

    /// <summary>The process that asks may not be the one that sent, and that one may have died this moment.</summary>
    [Fact]
    public async Task After_a_restart_the_silence_of_the_list_counts_only_a_while_after_it_was_first_asked()
    {
        var message = bot.Message("نص");
        clock.Advance(TimeSpan.FromHours(1));
        await using var restarted = await Restarted();

        Assert.Equal(new SendResult.Unknown("not_listed"), await Ask(restarted, message));
        clock.Advance(TwilioLookUp.ListedWithin);
        Assert.Equal(NotTaken, await Ask(restarted, message));
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    public async Task A_clock_of_ours_that_is_wrong_hides_nothing(int seconds)
    {
        var theirs = new FakeTimeProvider(clock.GetUtcNow().AddSeconds(seconds));
        await using var twilio = await FakeTwilio.Start(time: theirs);
        await using var ours = await TwilioBot.Start(twilio, time: clock);
        var message = ours.Message("رقم البلاغ 7K2M-9QPX");
        twilio.FailNext("messages", TwilioFailure.DroppedAfterAccept);
        await ours.WhatsApp.SendAsync(ours.Attempt(ours.WhatsApp, Fatima, message), default);

        Assert.IsType<SendResult.Sent>(await Ask(ours, message));
    }

    [Fact]
    public async Task What_left_with_numbers_for_want_of_buttons_is_found_after_a_restart_too()
    {
        var message = bot.Message("أين أنتم الآن؟", ("1:a", "في مركز الاقتراع الذي سجلت فيه"), ("1:b", "في الطريق"));
        fake.FailNext("content", TwilioFailure.ServerError, times: 4);
        Assert.IsType<SendResult.Sent>(await Send(message));
        Assert.Empty(Assert.Single(fake.Sent).Choices);
        await using var restarted = await Restarted();

        Assert.IsType<SendResult.Sent>(await Ask(restarted, message));
    }

    [Fact]
    public async Task What_left_within_the_24_hours_is_found_after_they_are_over()
    {
        var message = bot.Message("سطر أول\nسطر ثان من رسالة طويلة بعض الشيء");
        fake.FailNext("messages", TwilioFailure.DroppedAfterAccept);
        await bot.WhatsApp.SendAsync(bot.Attempt(bot.WhatsApp, Fatima, message), default);
        clock.Advance(TimeSpan.FromSeconds(30));

        Assert.IsType<SendResult.Sent>(await bot.WhatsApp.LookUpAsync(bot.Attempt(bot.WhatsApp, Fatima, message, silence: TimeSpan.FromHours(25)), default));
    }

    [Fact]
    public async Task What_left_in_a_template_is_found_by_who_does_not_know_that_it_did()
    {
        var template = fake.AddApproved("من شبكة المراقبة: {{1}} (للرد اكتبوا هنا)");
        await using var sender = await TwilioBot.Start(fake, settings => settings["Twilio:Templates:reply:ar"] = template, clock);
        var message = sender.Message("تم حفظ بلاغكم، شكرا لكم.\nالرمز 7K2M-9QPX: احتفظوا به للمتابعة.");
        Assert.IsType<SendResult.Sent>(await sender.WhatsApp.SendAsync(sender.Attempt(sender.WhatsApp, Fatima, message, silence: TimeSpan.FromHours(25)), default));
        await using var restarted = await Restarted();

        Assert.IsType<SendResult.Sent>(await Ask(restarted, message));
    }

    /// <summary>Else a reply would count as sent because a longer one holds its words: it would be lost.</summary>
    [Fact]
    public async Task A_short_text_is_not_mistaken_for_a_longer_one_that_holds_it()
    {
        await Send(bot.Message("هل توافقون؟ اكتبوا نعم أو لا، ثم انتظروا الرد منا هنا في هذه المحادثة."));
        var message = bot.Message("نعم");
        await using var restarted = await Restarted();

        Assert.Equal(NotTaken, await AskTwice(restarted, message));
    }

    [Fact]
    public async Task A_long_text_that_left_whole_before_a_restart_is_found_whole()
    {
        var message = bot.Message(LongText);
        await Send(message);
        await using var restarted = await Restarted();

        Assert.Equal(new SendResult.Sent(fake.Sent[^1].Sid), await Ask(restarted, message));
    }

    [Fact]
    public async Task Of_a_long_text_whose_rest_may_be_on_its_way_after_a_restart_the_rest_is_waited_for()
    {
        var message = bot.Message(LongText);
        fake.FailNext("messages", TwilioFailure.DroppedAfterAccept);
        await Send(message);
        await using var restarted = await Restarted();

        Assert.Equal(new SendResult.Unknown("not_listed"), await Ask(restarted, message));
        clock.Advance(TwilioLookUp.ListedWithin);
        Assert.Equal(NotTaken, await Ask(restarted, message));
        Assert.IsType<SendResult.Sent>(await restarted.WhatsApp.SendAsync(restarted.Attempt(restarted.WhatsApp, Fatima, message), default));
        Assert.Equal(fake.Sent.Count, fake.Sent.Select(sent => sent.Body).Distinct().Count());
    }

    [Fact]
    public async Task Of_a_message_that_came_back_the_attempt_that_failed_is_not_the_new_one()
    {
        fake.FailAfterAccepting(30003);
        var message = bot.Message("نص");
        await Send(message);
        var again = message with { Returns = 1 };
        fake.FailNext("messages", TwilioFailure.Dropped);
        Assert.IsType<SendResult.Unknown>(await Send(again));
        clock.Advance(TwilioLookUp.ListedWithin);

        Assert.Equal(NotTaken, await LookUp(again));
    }

    [Fact]
    public async Task Of_a_long_text_only_the_rest_is_sent_again()
    {
        var message = bot.Message(LongText);
        fake.FailNext("messages", TwilioFailure.DroppedAfterAccept);
        Assert.IsType<SendResult.Unknown>(await Send(message));
        Assert.Equal(new SendResult.Failed("rest_not_sent", Retryable: true), await LookUp(message));
        await Send(message);

        Assert.Equal(fake.Sent.Count, fake.Sent.Select(sent => sent.Body).Distinct().Count());
        Assert.InRange(fake.Sent.Count, 3, 4);
    }

    [Fact]
    public async Task What_failed_meanwhile_is_found_with_its_reason()
    {
        fake.FailAfterAccepting(21610);
        fake.FailNext("messages", TwilioFailure.DroppedAfterAccept);
        var message = bot.Message("نص");
        await Send(message);

        Assert.Equal(new SendResult.RecipientGone("opted_out"), await LookUp(message));
    }

    /// <summary>A process that remembers nothing.</summary>
    private Task<TwilioBot> Restarted() => TwilioBot.Start(fake, time: clock);

    private static Task<SendResult> Ask(TwilioBot asking, OutboundMessage message) => asking.WhatsApp.LookUpAsync(asking.Attempt(asking.WhatsApp, Fatima, message), default);

    private async Task<SendResult> AskTwice(TwilioBot asking, OutboundMessage message)
    {
        Assert.IsType<SendResult.Unknown>(await Ask(asking, message));
        clock.Advance(TwilioLookUp.ListedWithin);
        return await Ask(asking, message);
    }

    private Task<SendResult> Send(OutboundMessage message) => bot.WhatsApp.SendAsync(bot.Attempt(bot.WhatsApp, Fatima, message), default);

    private Task<SendResult> LookUp(OutboundMessage message) => bot.WhatsApp.LookUpAsync(bot.Attempt(bot.WhatsApp, Fatima, message), default);
}
