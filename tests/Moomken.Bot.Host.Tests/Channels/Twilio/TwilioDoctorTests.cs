using Microsoft.Extensions.DependencyInjection;
using Moomken.Bot.Fakes.Twilio;
using Moomken.Bot.Host.Doctor;
using Moomken.Bot.Host.Tests.Channels.Telegram;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Twilio;

public sealed class TwilioDoctorTests : IAsyncLifetime
{
    private const string Hook = TwilioBot.PublicUrl + "/webhooks/twilio/message";
    private FakeTwilio fake = null!;

    public async ValueTask InitializeAsync()
    {
        fake = await FakeTwilio.Start();
        fake.NumberHook = Hook + "#rc=5&rp=all";
    }

    public ValueTask DisposeAsync() => fake.DisposeAsync();

    [Fact]
    public async Task When_all_is_right_every_line_but_the_plain_address_of_the_tests_is_well()
    {
        var template = fake.AddApproved("تنبيه: {{1}} للرد");
        var lines = await Look(settings => settings["Twilio:Templates:alert:ar"] = template);

        Assert.Equal(
            [
                (DoctorState.Well, "knows us, and the account is active."),
                (DoctorState.Warn, $"would post in the clear to {Hook}. Set Moomken__PublicBaseUrl to an https address."),
                (DoctorState.Well, $"{fake.SmsNumber} is ours, and posts to us."),
                (DoctorState.Well, "Twilio__Templates__alert__ar is approved."),
                (DoctorState.Well, "whatsapp: nothing has come since this process started 0 min ago. If people have written, look at Monitor, Logs, Errors in the Twilio console."),
                (DoctorState.Well, "twilio-sms: nothing has come since this process started 0 min ago. If people have written, look at Monitor, Logs, Errors in the Twilio console."),
            ],
            lines.Select(line => (line.State, line.Said)));
        Assert.All(lines, line => Assert.Equal("twilio", line.Part));
        Assert.Empty(fake.Sent);
    }

    [Fact]
    public async Task Over_https_the_address_to_compare_is_shown()
    {
        var line = (await Look(settings => settings["Moomken:PublicBaseUrl"] = "https://bot.example.org"))[1];
        Assert.Equal((DoctorState.Well, "must post to https://bot.example.org/webhooks/twilio/message"), (line.State, line.Said));
    }

    [Fact]
    public async Task A_token_that_is_refused_is_told_with_what_to_do_and_nothing_else_is_asked()
    {
        var line = (await Look(settings => settings["Twilio:AuthToken"] = "ffffffffffffffffffffffffffffffff"))[0];
        Assert.Equal(DoctorState.Fail, line.State);
        Assert.StartsWith("refuses Twilio__AccountSid and Twilio__AuthToken.", line.Said, StringComparison.Ordinal);
        Assert.Equal(1, fake.Strangers);
    }

    [Fact]
    public async Task When_nobody_answers_it_says_so_and_shows_no_secret()
    {
        var lines = await Look(settings => settings["Twilio:ApiBaseUrl"] = $"http://127.0.0.1:{FreePort.Next()}");
        Assert.Equal(DoctorState.Fail, lines[0].State);
        Assert.Contains("does not answer (unreachable)", lines[0].Said, StringComparison.Ordinal);
        Assert.All(lines, line => Assert.DoesNotContain(FakeTwilio.UsualToken, line.Said, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("suspended", "the account is suspended")]
    [InlineData("something", "is not Twilio")]
    public async Task An_account_that_is_not_active_fails(string status, string expected)
    {
        fake.AccountStatus = status;
        var line = (await Look())[0];
        Assert.Equal(DoctorState.Fail, line.State);
        Assert.Contains(expected, line.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_that_is_not_there_or_not_approved_fails()
    {
        var template = fake.AddApproved("تنبيه: {{1}} للرد");
        fake.TemplateStatus = "paused";
        var lines = await Look(settings =>
        {
            settings["Twilio:Templates:alert:ar"] = template;
            settings["Twilio:Templates:reply:ar"] = "HX" + new string('f', 32);
        });

        Assert.Contains(lines, line => line is { State: DoctorState.Fail } && line.Said.StartsWith("Twilio__Templates__alert__ar is paused", StringComparison.Ordinal));
        Assert.Contains(lines, line => line is { State: DoctorState.Fail } && line.Said.StartsWith("has no template Twilio__Templates__reply__ar", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_template_for_alerts_it_warns() =>
        Assert.Contains(await Look(), line => line is { State: DoctorState.Warn } && line.Said.StartsWith("no template for alerts", StringComparison.Ordinal));

    [Fact]
    public async Task A_number_of_somebody_else_fails_and_one_that_posts_elsewhere_is_warned_of()
    {
        Assert.Contains(await Look(settings => settings["Twilio:SmsFrom"] = "+15005550009"), line => line is { State: DoctorState.Fail } && line.Said.Contains("is no number of this account", StringComparison.Ordinal));
        fake.NumberHook = "https://old.example.org/sms";
        Assert.Contains(await Look(), line => line is { State: DoctorState.Warn } && line.Said.Contains("posts to another address", StringComparison.Ordinal));
        Assert.Contains(await Look(settings => settings["Twilio:SmsFrom"] = "Moomken"), line => line.Said.Contains("one way", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_something_came_its_age_is_told()
    {
        await using var bot = await TwilioBot.Start(fake);
        Assert.Equal(200, await fake.Says("+218911234567", "السلام عليكم"));
        bot.Time.Advance(TimeSpan.FromHours(3));

        Assert.Contains(await bot.Part<DoctorCheck>()(default), line => line.Said == "whatsapp: the last call came 3 h 0 min ago.");
    }

    private async Task<IReadOnlyList<DoctorLine>> Look(Action<Dictionary<string, string?>>? settings = null)
    {
        await using var bot = await TwilioBot.Start(fake, settings);
        return await bot.Part<DoctorCheck>()(TestContext.Current.CancellationToken);
    }
}
