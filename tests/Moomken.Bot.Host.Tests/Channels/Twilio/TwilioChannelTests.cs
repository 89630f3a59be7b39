using System.Globalization;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Fakes.Twilio;
using Moomken.Bot.Host.Tests.Channels.Telegram;
using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Twilio;

public sealed class TwilioChannelTests : IAsyncLifetime
{
    private const string Fatima = "+218911234567";
    private static readonly (string, string)[] Three = [("5:a", "نعم"), ("5:b", "لا"), ("5:c", "لا أعرف")];
    private static readonly (string, string)[] Seven = [.. Enumerable.Range(1, 7).Select(i => ($"6:{i}", $"الخيار رقم {i}"))];
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
        Assert.Empty(fake.Wrongs);
        await bot.DisposeAsync();
        await fake.DisposeAsync();
    }

    [Fact]
    public async Task A_text_goes_out_with_the_address_for_its_reports()
    {
        var message = bot.Message("وصل بلاغكم");
        var result = await Send(message);

        var sent = Assert.Single(fake.Sent);
        Assert.Equal(new SendResult.Sent(sent.Sid), result);
        Assert.Equal(("whatsapp:" + Fatima, "whatsapp:" + fake.WhatsAppNumber, "وصل بلاغكم"), (sent.To, sent.From, sent.Body));
        Assert.Equal($"{TwilioBot.PublicUrl}/webhooks/twilio/status?m={message.Id}", sent.Fields["StatusCallback"]);
        Assert.Equal("36000", sent.Fields["ValidityPeriod"]);
    }

    [Fact]
    public async Task What_is_of_use_for_a_minute_waits_a_minute_at_twilio()
    {
        await Send(bot.Message("تذكير") with { ExpiresAt = bot.Time.GetUtcNow().AddSeconds(61) });

        Assert.Equal("61", Assert.Single(fake.Sent).Fields["ValidityPeriod"]);
    }

    [Fact]
    public async Task Three_choices_are_buttons_and_seven_are_a_list_each_in_one_message()
    {
        await Send(bot.Message("هل أنتم بأمان؟", Three));
        await Send(bot.Message("ما نوع الحادث؟", Seven));

        Assert.Equal(2, fake.Sent.Count);
        Assert.Equal(("هل أنتم بأمان؟", null), (fake.Sent[0].Body, fake.Sent[0].ListButton));
        Assert.Equal(Three, fake.Sent[0].Choices.Select(choice => (choice.Id, choice.Title)));
        Assert.Equal(("ما نوع الحادث؟", "افتح الخيارات"), (fake.Sent[1].Body, fake.Sent[1].ListButton));
        Assert.Equal(Seven, fake.Sent[1].Choices.Select(choice => (choice.Id, choice.Title)));
    }

    [Fact]
    public async Task A_template_is_made_once_for_each_number_of_choices_and_holds_no_words_of_ours()
    {
        for (var i = 0; i < 3; i++)
        {
            await Send(bot.Message($"سؤال {i}", Three));
        }

        var template = Assert.Single(fake.Contents).ToJsonString();
        Assert.DoesNotContain("نعم", template, StringComparison.Ordinal);
        Assert.DoesNotContain("سؤال", template, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Templates_of_an_earlier_run_are_used_again()
    {
        await Send(bot.Message("سؤال", Three));
        await using var restarted = await TwilioBot.Start(fake);
        await restarted.WhatsApp.SendAsync(restarted.Attempt(restarted.WhatsApp, Fatima, restarted.Message("سؤال آخر", Three)), default);

        Assert.Single(fake.Contents);
        Assert.Equal(3, fake.Sent[1].Choices.Count);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(24)]
    public async Task More_choices_than_a_list_holds_are_numbers_in_the_text(int count)
    {
        await Send(bot.Message("أي بلدية؟", [.. Enumerable.Range(1, count).Select(i => ($"7:{i}", $"بلدية {i}"))]));

        var sent = Assert.Single(fake.Sent);
        Assert.Empty(sent.Choices);
        Assert.Contains("بلدية 11", sent.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_titles_are_cut_between_letters_and_stand_whole_in_the_text()
    {
        const string family = "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦 عائلة كبيرة";
        await Send(bot.Message("من رأى؟", ("8:a", family), ("8:b", "أنا")));

        var sent = Assert.Single(fake.Sent);
        Assert.All(sent.Choices, choice => Assert.InRange(choice.Title.Length, 1, 20));
        Assert.Contains(family, sent.Body, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', sent.Choices[0].Title);
        Assert.All(new StringInfo(sent.Choices[0].Title.TrimEnd('…')).String.EnumerateRunes(), rune => Assert.NotEqual(0xFFFD, rune.Value));
    }

    [Fact]
    public async Task A_long_question_is_one_message_with_numbers_rather_than_two()
    {
        await Send(bot.Message(new string('ن', 1200), Three));

        var sent = Assert.Single(fake.Sent);
        Assert.Empty(sent.Choices);
        Assert.Contains("1 نعم", sent.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_longer_than_twilio_takes_is_sent_in_parts_and_only_the_last_reports()
    {
        await Send(bot.Message(string.Join(' ', Enumerable.Repeat("كلمة", 700))));

        Assert.Equal(3, fake.Sent.Count);
        Assert.All(fake.Sent, sent => Assert.InRange(sent.Body.Length, 1, 1600));
        Assert.Equal([true, true, false], fake.Sent.Select(sent => sent.Fields["StatusCallback"].EndsWith("&part=1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_long_text_that_was_interrupted_goes_on_where_it_stopped()
    {
        var message = bot.Message(string.Join(' ', Enumerable.Repeat("كلمة", 700)));
        fake.FailNext("messages", TwilioFailure.TooManyRequests);
        Assert.IsType<SendResult.Throttled>(await Send(message));
        Assert.Empty(fake.Sent);
        await Send(message);
        Assert.Equal(3, fake.Sent.Count);
    }

    [Theory]
    [InlineData("*ليس غامقا*")]
    [InlineData("_ولا مائلا_")]
    [InlineData("قال ~هذا~ وهذا `كود`")]
    public async Task What_people_write_is_not_taken_for_markup(string words)
    {
        await Send(bot.Message(words));

        var body = Assert.Single(fake.Sent).Body;
        Assert.Equal(words, body.Replace("\u200B", "", StringComparison.Ordinal));
        Assert.DoesNotMatch(@"(^|\W)[*_~`](?![\u200B\s])\w", body);
    }

    [Fact]
    public async Task Words_that_look_like_a_place_to_fill_in_are_sent_as_they_are()
    {
        await Send(bot.Message("اكتبوا {{1}} أو {{3}}", Three));

        var sent = Assert.Single(fake.Sent);
        Assert.StartsWith("اكتبوا {{1}} أو {{3}}", sent.Body, StringComparison.Ordinal);
        Assert.Empty(sent.Choices);
    }

    [Fact]
    public async Task When_twilio_draws_no_buttons_the_choices_are_numbers()
    {
        fake.FailNext("content", TwilioFailure.ServerError);
        fake.FailNext("content", TwilioFailure.ServerError);
        await Send(bot.Message("هل أنتم بأمان؟", Three));
        Assert.Contains("1 نعم", fake.Sent[0].Body, StringComparison.Ordinal);

        bot.Time.Advance(TimeSpan.FromMinutes(3));
        await Send(bot.Message("والآن؟", Three));
        Assert.Equal(3, fake.Sent[1].Choices.Count);
    }

    [Fact]
    public async Task A_template_that_somebody_deleted_costs_the_person_nothing_and_is_made_again()
    {
        await Send(bot.Message("سؤال", Three));
        fake.RemoveContents();
        Assert.IsType<SendResult.Sent>(await Send(bot.Message("سؤال ثان", Three)));
        Assert.Contains("1 نعم", fake.Sent[1].Body, StringComparison.Ordinal);

        bot.Time.Advance(TimeSpan.FromMinutes(3));
        await Send(bot.Message("سؤال ثالث", Three));
        Assert.Equal(3, fake.Sent[2].Choices.Count);
    }

    [Fact]
    public async Task Buttons_that_whatsapp_refuses_afterwards_come_again_as_text()
    {
        fake.Reports = true;
        fake.FailAfterAccepting(63021);
        var message = bot.Message("سؤال", Three);
        await Send(message);
        await Waiting.Until(() => bot.Reports.Any(report => report.State == DeliveryState.Failed));

        Assert.Equal(new SendResult.Failed("content_refused", Retryable: true), bot.Reports.Last().Fault);
        await Send(message);
        Assert.Contains("1 نعم", fake.Sent[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_sms_is_plain_text_with_numbers_within_what_we_pay_for()
    {
        await bot.Sms.SendAsync(bot.Attempt(bot.Sms, Fatima, bot.Message("هل أنتم بأمان؟", Three)), default);

        var sent = Assert.Single(fake.Sent);
        Assert.Equal((Fatima, fake.SmsNumber), (sent.To, sent.From));
        Assert.Contains("1 نعم", sent.Body, StringComparison.Ordinal);
        Assert.Equal(1, SmsSegments.Count(sent.Body).Segments);
    }

    [Fact]
    public async Task An_sms_may_go_out_through_a_messaging_service()
    {
        const string service = "MG0123456789abcdef0123456789abcdef";
        await using var other = await TwilioBot.Start(fake, settings => settings["Twilio:SmsFrom"] = service);
        await other.Sms.SendAsync(other.Attempt(other.Sms, Fatima, other.Message("نص")), default);

        Assert.Equal(service, Assert.Single(fake.Sent).Fields["MessagingServiceSid"]);
        Assert.False(fake.Sent[0].Fields.ContainsKey("From"));
    }

    [Theory]
    [InlineData("911234567")]
    [InlineData("+218911234567;ext=1")]
    [InlineData("")]
    public async Task Who_is_no_phone_is_not_called(string person)
    {
        var result = await bot.Sms.SendAsync(bot.Attempt(bot.Sms, person, bot.Message("نص")), default);

        Assert.Equal(new SendResult.Failed("bad_address", Retryable: false), result);
        Assert.Empty(fake.Sent);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wait_that_twilio_asks_for_is_kept_in_seconds_and_as_a_moment(bool asDate)
    {
        fake.FailNext("messages", TwilioFailure.TooManyRequests with { RetryAfter = 600, RetryAsDate = asDate });

        Assert.Equal(new SendResult.Throttled(TimeSpan.FromMinutes(10), WholeAccount: true), await Send(bot.Message("نص")));
    }

    [Fact]
    public async Task The_operator_is_told_once_of_what_only_they_can_mend()
    {
        fake.FailNext("messages", TwilioFailure.Refused(21408), times: 5);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(new SendResult.Failed("configuration", Retryable: true), await Send(bot.Message("نص")));
        }

        Assert.Single(bot.Log.Lines, line => line.Contains("errors/21408", StringComparison.Ordinal));
        Assert.DoesNotContain(Fatima, bot.Log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_operator_is_told_of_it_too_when_only_a_callback_says_so()
    {
        fake.Reports = true;
        fake.FailAfterAccepting(30034);
        await Send(bot.Message("نص"));
        await Waiting.Until(() => bot.Reports.Any(report => report.Fault is SendResult.Failed { Reason: "configuration" }));

        Assert.Single(bot.Log.Lines, line => line.Contains("errors/30034", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_the_token_is_being_changed_both_serve()
    {
        await using var other = await TwilioBot.Start(fake, settings => settings["Twilio:NextAuthToken"] = "ffffffffffffffffffffffffffffffff");
        fake.Token = "ffffffffffffffffffffffffffffffff";
        var result = await other.WhatsApp.SendAsync(other.Attempt(other.WhatsApp, Fatima, other.Message("نص")), default);

        Assert.IsType<SendResult.Sent>(result);
        Assert.Equal(1, fake.Strangers);
        Assert.Equal(new SendResult.Failed("token_refused", Retryable: true), await Send(bot.Message("نص")));
    }

    private Task<SendResult> Send(OutboundMessage message) => bot.WhatsApp.SendAsync(bot.Attempt(bot.WhatsApp, Fatima, message), default);
}
