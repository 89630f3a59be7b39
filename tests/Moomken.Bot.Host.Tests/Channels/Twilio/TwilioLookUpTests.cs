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
    private FakeTwilio fake = null!;
    private TwilioBot bot = null!;

    public async ValueTask InitializeAsync()
    {
        fake = await FakeTwilio.Start();
        fake.Reports = false;
        bot = await TwilioBot.Start(fake);
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
        bot.Time.Advance(TwilioChannel.ListedWithin);
        Assert.Equal(NotTaken, await LookUp(message));
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_says_nothing()
    {
        var message = bot.Message("نص");
        bot.Time.Advance(TimeSpan.FromHours(1));
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
        bot.Time.Advance(TwilioChannel.ListedWithin);

        Assert.Equal(NotTaken, await LookUp(second));
    }

    [Fact]
    public async Task One_that_was_sent_long_before_it_was_written_is_another()
    {
        await Send(bot.Message("القائمة"));
        bot.Time.Advance(TimeSpan.FromMinutes(1));
        await using var restarted = await TwilioBot.Start(fake);
        restarted.Time.SetUtcNow(bot.Time.GetUtcNow());
        var message = restarted.Message("القائمة");
        restarted.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(NotTaken, await restarted.WhatsApp.LookUpAsync(restarted.Attempt(restarted.WhatsApp, Fatima, message), default));
    }

    [Fact]
    public async Task After_a_restart_what_the_last_run_sent_is_found()
    {
        var message = bot.Message("رقم البلاغ 7K2M-9QPX");
        await Send(message);
        await using var restarted = await TwilioBot.Start(fake);

        Assert.IsType<SendResult.Sent>(await restarted.WhatsApp.LookUpAsync(restarted.Attempt(restarted.WhatsApp, Fatima, message), default));
    }

    [Fact]
    public async Task Of_a_long_text_only_the_rest_is_sent_again()
    {
        var message = bot.Message(string.Join(' ', Enumerable.Range(0, 700).Select(i => $"كلمة{i}")));
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

    private Task<SendResult> Send(OutboundMessage message) => bot.WhatsApp.SendAsync(bot.Attempt(bot.WhatsApp, Fatima, message), default);

    private Task<SendResult> LookUp(OutboundMessage message) => bot.WhatsApp.LookUpAsync(bot.Attempt(bot.WhatsApp, Fatima, message), default);
}
