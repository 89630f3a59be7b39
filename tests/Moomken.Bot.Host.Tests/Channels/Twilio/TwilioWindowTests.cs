using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Fakes.Twilio;
using Moomken.Bot.Host.Tests.Channels.Telegram;
using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Twilio;

public sealed class TwilioWindowTests : IAsyncLifetime
{
    private const string Fatima = "+218911234567";
    private static readonly SendResult Held = new SendResult.Held("outside_window");
    private FakeTwilio fake = null!;
    private TwilioBot bot = null!;
    private string template = "";

    public async ValueTask InitializeAsync()
    {
        fake = await FakeTwilio.Start();
        template = fake.AddApproved("تنبيه من شبكة المراقبة: {{1}} (للرد اكتبوا هنا)");
        bot = await TwilioBot.Start(fake, settings => settings["Twilio:Templates:alert:ar"] = template);
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await fake.DisposeAsync();
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(23 * 60 + 54, true)]
    [InlineData(23 * 60 + 56, false)]
    [InlineData(3 * 24 * 60, false)]
    public async Task Free_words_go_out_only_within_24_hours_of_the_last_message(int minutes, bool goes)
    {
        var result = await Send(bot.Message("وصل ردكم"), TimeSpan.FromMinutes(minutes));

        Assert.Equal(goes, result is SendResult.Sent);
        Assert.Equal(goes ? 1 : 0, fake.Sent.Count);
        Assert.True(goes || result == Held);
    }

    [Fact]
    public async Task An_alert_goes_out_in_its_approved_template_with_its_choices_written_out()
    {
        var alert = bot.Message("بلاغ خطير\n\n7K2M-9QPX\tفي  طرابلس", ("/ack", "استلمت")) with { Lane = Lane.Safety };
        Assert.IsType<SendResult.Sent>(await Send(alert, TimeSpan.FromDays(2)));

        var sent = Assert.Single(fake.Sent);
        Assert.Equal(template, sent.Fields["ContentSid"]);
        Assert.Contains("بلاغ خطير · 7K2M-9QPX في طرابلس", sent.Body, StringComparison.Ordinal);
        Assert.Contains("1 استلمت", sent.Body, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', sent.Body);
    }

    [Fact]
    public async Task A_template_in_another_language_is_better_than_silence()
    {
        var alert = bot.Message("Serious report") with { Lane = Lane.Safety, Tongue = Tongue.English };

        Assert.IsType<SendResult.Sent>(await Send(alert, TimeSpan.FromDays(2)));
    }

    [Fact]
    public async Task A_long_alert_is_cut_to_what_a_template_holds()
    {
        await Send(bot.Message(new string('ع', 3000)) with { Lane = Lane.Safety }, TimeSpan.FromDays(2));

        Assert.InRange(Assert.Single(fake.Sent).Body.Length, 500, 1024);
    }

    [Fact]
    public async Task When_twilio_knows_better_the_template_is_used_at_once_or_the_message_kept()
    {
        fake.FailNext("messages", TwilioFailure.OutsideWindow);
        Assert.Equal(Held, await Send(bot.Message("رد")));

        fake.FailNext("messages", TwilioFailure.OutsideWindow);
        var coordinator = bot.Attempt(bot.WhatsApp, "+218920000000", bot.Message("تنبيه") with { Lane = Lane.Safety });
        Assert.IsType<SendResult.Sent>(await bot.WhatsApp.SendAsync(coordinator, default));
        Assert.Equal(template, Assert.Single(fake.Sent).Fields["ContentSid"]);
    }

    [Fact]
    public async Task A_callback_that_says_so_brings_the_message_back_in_its_template()
    {
        fake.FailAfterAccepting(63016);
        var alert = bot.Message("تنبيه") with { Lane = Lane.Safety };
        await Send(alert);
        await Waiting.Until(() => bot.Reports.Any(report => report.State == DeliveryState.Failed));

        Assert.Equal(new SendResult.Failed("outside_window", Retryable: true), bot.Reports.Last().Fault);
        await Send(alert, TimeSpan.FromHours(1));
        Assert.Equal(template, fake.Sent[1].Fields["ContentSid"]);
    }

    [Fact]
    public async Task Another_node_and_the_same_after_a_restart_know_it_from_the_message_itself()
    {
        await using var other = await TwilioBot.Start(fake, settings => settings["Twilio:Templates:alert:ar"] = template);
        var back = other.Message("تنبيه") with { Lane = Lane.Safety, Returns = 1, LastFailure = "outside_window" };
        await other.WhatsApp.SendAsync(other.Attempt(other.WhatsApp, Fatima, back, TimeSpan.FromHours(1)), default);
        Assert.Equal(template, fake.Sent[^1].Fields["ContentSid"]);

        other.Time.Advance(TimeSpan.FromSeconds(1));
        await other.WhatsApp.SendAsync(other.Attempt(other.WhatsApp, Fatima, back), default);
        Assert.False(fake.Sent[^1].Fields.ContainsKey("ContentSid"), "They wrote since: free words may go.");
    }

    [Fact]
    public async Task Buttons_that_were_refused_are_written_out_by_any_node()
    {
        await using var other = await TwilioBot.Start(fake);
        var back = other.Message("هل أنتم بخير؟", ("/1", "نعم"), ("/2", "لا")) with { Returns = 1, LastFailure = "content_refused" };
        await other.WhatsApp.SendAsync(other.Attempt(other.WhatsApp, Fatima, back), default);

        Assert.Empty(fake.Sent[^1].Choices);
        Assert.Contains("نعم", fake.Sent[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_templates_a_callback_keeps_the_message_until_the_person_writes()
    {
        await using var plain = await TwilioBot.Start(fake);
        fake.FailAfterAccepting(63016);
        await plain.WhatsApp.SendAsync(plain.Attempt(plain.WhatsApp, Fatima, plain.Message("رد")), default);
        await Waiting.Until(() => plain.Reports.Any(report => report.State == DeliveryState.Failed));

        Assert.Equal(Held, plain.Reports.Last().Fault);
        Assert.Equal(Held, await plain.WhatsApp.SendAsync(plain.Attempt(plain.WhatsApp, Fatima, plain.Message("رد"), TimeSpan.FromHours(1)), default));
        plain.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<SendResult.Sent>(await plain.WhatsApp.SendAsync(plain.Attempt(plain.WhatsApp, Fatima, plain.Message("رد")), default));
    }

    [Fact]
    public async Task An_sms_has_no_window()
    {
        var result = await bot.Sms.SendAsync(bot.Attempt(bot.Sms, Fatima, bot.Message("رد"), TimeSpan.FromDays(30)), default);

        Assert.IsType<SendResult.Sent>(result);
    }

    private Task<SendResult> Send(OutboundMessage message, TimeSpan silence = default) => bot.WhatsApp.SendAsync(bot.Attempt(bot.WhatsApp, Fatima, message, silence), default);
}
