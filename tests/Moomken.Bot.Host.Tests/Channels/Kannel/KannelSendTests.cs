using System.Text.Json;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Fakes.Kannel;
using Moomken.Bot.Messages;
using Moomken.Bot.Tests.Support;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Kannel;

public sealed class KannelSendTests : IAsyncLifetime
{
    private const string Fatima = "+218911234567";
    private FakeSendSms kannel = null!;
    private KannelBot bot = null!;

    public static TheoryData<string> Answers() => [.. KannelVectors.Names("sendsms")];

    public async ValueTask InitializeAsync()
    {
        kannel = await FakeSendSms.Start();
        bot = await KannelBot.Start(kannel);
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await kannel.DisposeAsync();
    }

    [Fact]
    public async Task An_Arabic_message_goes_out_as_the_recorded_call_did()
    {
        var recorded = KannelVectors.Named("sendsms", "post arabic with dlr").GetProperty("request");
        Assert.Equal(new SendResult.Sent(null), await bot.Send(Fatima, recorded.Text("bodyText")!));

        var sms = Assert.Single(kannel.Taken);
        Assert.Equal("POST " + recorded.Text("target"), sms.Request);
        Assert.Equal(recorded.Text("bodyText"), sms.Text);
        var same = recorded.GetProperty("headers").EnumerateArray().ToDictionary(header => header[0].GetString()!, header => header[1].GetString());
        foreach (var name in new[] { "Content-Type", "X-Kannel-From", "X-Kannel-To", "X-Kannel-Coding", "X-Kannel-Validity", "X-Kannel-DLR-Mask" })
        {
            Assert.Equal(same[name], sms.Header(name));
        }

        Assert.Equal(("bot", KannelBot.Password, "2"), (sms.Header("X-Kannel-Username"), sms.Header("X-Kannel-Password"), sms.Header("X-Kannel-Priority")));
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Each_recorded_answer_becomes_its_outcome(string name)
    {
        var response = KannelVectors.Named("sendsms", name).GetProperty("response");
        var (status, body) = (response.GetProperty("status").GetInt32(), response.Text("body")!);
        kannel.AnswerNext(status, body);
        var expected = (status, body) switch
        {
            (202, _) => "sent",
            (503, _) => "throttled True",
            (403, "Not routable. Do not try again.") => "failed not_routable True",
            (403, _) => "failed login_refused True",
            (400, "Number(s) has/have been denied by white- and/or black-lists.") => "failed number_denied False",
            (400, _) => "failed refused False",
            _ => "?",
        };
        Assert.Equal(expected, Print(await bot.Send(Fatima, "أهلا")));
    }

    [Theory]
    [InlineData(200, "0: Accepted for delivery", true, "sent")]
    [InlineData(200, "3: Queued for later delivery", false, "sent")]
    [InlineData(202, "Sent.", true, "unknown unreadable_answer")]
    [InlineData(200, "<html>Welcome to our network, sign in</html>", false, "failed not_kannel True")]
    [InlineData(202, "", false, "failed not_kannel True")]
    [InlineData(204, "", true, "failed not_kannel True")]
    [InlineData(301, "0: Accepted for delivery", false, "failed not_kannel True")]
    [InlineData(404, "Unknown request.", true, "failed wrong_path True")]
    [InlineData(403, "Forbidden", false, "failed not_kannel True")]
    [InlineData(400, "Bad Request", false, "failed not_kannel True")]
    [InlineData(500, "", false, "failed server_error True")]
    [InlineData(503, "Service Unavailable", false, "failed server_error True")]
    [InlineData(502, "Bad Gateway", false, "unknown no_gateway_answer")]
    [InlineData(504, "Gateway Timeout", false, "unknown no_gateway_answer")]
    public async Task Only_Kannels_own_yes_counts(int status, string body, bool kannelSays, string expected)
    {
        kannel.Name = kannelSays ? "Kannel/1.4.5" : "nginx";
        kannel.AnswerNext(status, body);
        Assert.Equal(expected, Print(await bot.Send(Fatima, "أهلا")));
    }

    [Fact]
    public async Task When_the_line_is_cut_after_the_message_left_nobody_knows()
    {
        kannel.BeforeAnswer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        Assert.Equal("unknown cut", Print(await bot.Send(Fatima, "أهلا")));
        Assert.Single(kannel.Taken);
        Assert.Equal(TimeSpan.FromSeconds(120), bot.Channel.ReportsWithin);
    }

    [Fact]
    public async Task When_no_answer_comes_in_time_nobody_knows()
    {
        await using var hasty = await KannelBot.Start(kannel, settings => settings["Kannel:SendTimeoutSeconds"] = "1");
        var over = new TaskCompletionSource();
        kannel.BeforeAnswer = _ => over.Task;
        Assert.Equal("unknown timeout", Print(await hasty.Send(Fatima, "أهلا")));
        over.SetResult();
    }

    [Fact]
    public async Task While_smsbox_is_down_nothing_is_handed_over_and_everything_waits()
    {
        await using var alone = await KannelBot.Start(kannel, settings => settings["Kannel:SendUrl"] = $"http://127.0.0.1:{Telegram.FreePort.Next()}/cgi-bin/sendsms");
        Assert.Equal("throttled True", Print(await alone.Send(Fatima, "أهلا")));
    }

    [Fact]
    public async Task After_a_cut_Kannel_is_asked_before_the_next_message_goes()
    {
        Assert.Equal("sent", Print(await bot.Send(Fatima, "أهلا")));
        kannel.BeforeAnswer = context =>
        {
            kannel.Away = true;
            context.Abort();
            return Task.CompletedTask;
        };
        Assert.Equal("unknown cut", Print(await bot.Send(Fatima, "أهلا")));

        // A second doubt would be the last: the message would be given up although smsbox was only away.
        Assert.Equal("throttled True", Print(await bot.Send(Fatima, "أهلا")));
        Assert.Equal("throttled True", Print(await bot.Send(Fatima, "أهلا")));
        Assert.Equal(2, kannel.Taken.Count);

        (kannel.Away, kannel.BeforeAnswer) = (false, null);
        var knocks = kannel.Knocks.Count;
        Assert.Equal("sent", Print(await bot.Send(Fatima, "أهلا")));
        Assert.Equal("sent", Print(await bot.Send(Fatima, "أهلا")));
        Assert.Equal(knocks + 1, kannel.Knocks.Count);
    }

    [Fact]
    public async Task A_smsbox_that_bearerbox_does_not_know_is_not_given_anything()
    {
        var page = KannelVectors.Named("admin", "status ok").Text("response", "body")!;
        await using var status = await StatusPage.Start(page.Replace("<type>smsbox</type>", "<type>wapbox</type>", StringComparison.Ordinal));
        await using var asking = await KannelBot.Start(kannel, settings => (settings["Kannel:StatusUrl"], settings["Kannel:StatusPassword"]) = (status.Url, "statuspw"));
        Assert.Equal("throttled True", Print(await asking.Send(Fatima, "أهلا")));
        Assert.Empty(kannel.Taken);
        status.Page = page;
        Assert.Equal("sent", Print(await asking.Send(Fatima, "أهلا")));
    }

    [Theory]
    [InlineData("Your code is AB12-CD34.", "0")]
    [InlineData("Price @ € 10 [x] {y}", "0")]
    [InlineData("Your code is AB12-CD34…", "2")]
    [InlineData("رمز بلاغك AB12-CD34", "2")]
    [InlineData("`", "2")]
    public async Task The_alphabet_follows_the_text_since_Kannel_would_send_question_marks(string text, string coding)
    {
        await bot.Send(Fatima, text);
        var sms = Assert.Single(kannel.Taken);
        Assert.Equal((coding, text), (sms.Header("X-Kannel-Coding"), sms.Text));
    }

    [Fact]
    public async Task A_text_of_more_parts_than_Kannel_sends_goes_as_several_messages_and_nothing_is_cut()
    {
        await using var small = await KannelBot.Start(kannel, settings => settings["Kannel:MaxParts"] = "3");
        var text = string.Join(' ', Enumerable.Range(1, 110).Select(i => $"كلمة{i}"));
        Assert.Equal("sent", Print(await small.Send(Fatima, text)));

        Assert.All(kannel.Taken, sms => Assert.InRange(SmsSegments.Count(sms.Text).Segments, 1, 3));
        Assert.Equal(text, string.Join(' ', kannel.Taken.Select(sms => sms.Text)));
        Assert.All(kannel.Taken.SkipLast(1), sms => Assert.Null(sms.Header("X-Kannel-DLR-Url")));
        Assert.NotNull(kannel.Taken.Last().Header("X-Kannel-DLR-Url"));
    }

    [Fact]
    public async Task Of_several_messages_only_those_that_are_missing_are_sent_again()
    {
        await using var small = await KannelBot.Start(kannel, settings => settings["Kannel:MaxParts"] = "2");
        var text = string.Join(' ', Enumerable.Range(1, 60).Select(i => $"كلمة{i}"));
        kannel.AnswerNext(202, "0: Accepted for delivery");
        kannel.AnswerNext(503, "Temporal failure, try again later.");
        Assert.Equal("throttled True", Print(await small.Send(Fatima, text)));
        Assert.Equal("sent", Print(await small.Send(Fatima, text)));
        List<string> texts = [.. kannel.Taken.Select(sms => sms.Text)];
        texts.RemoveAt(1);
        Assert.Equal(text, string.Join(' ', texts));
    }

    [Fact]
    public async Task No_text_of_the_segment_vectors_is_cut_by_Kannels_limit()
    {
        await using var small = await KannelBot.Start(kannel, settings => settings["Kannel:MaxParts"] = "2");
        using var file = JsonDocument.Parse(Repository.Read("tests/Moomken.Bot.Tests/Rendering/sms-segments-vectors.json"));
        var vectors = file.RootElement.GetProperty("vectors").EnumerateArray().Where(vector => !vector.TryGetProperty("error", out _)).ToList();
        Assert.True(vectors.Count > 50);
        foreach (var vector in vectors.Where(vector => !string.IsNullOrWhiteSpace(vector.Text("text"))))
        {
            var before = kannel.Taken.Count;
            Assert.Equal("sent", Print(await small.Send(Fatima, vector.Text("text")!)));
            Assert.All(kannel.Taken.Skip(before), sms => Assert.InRange(SmsSegments.Count(sms.Text).Segments, 1, 2));
        }
    }

    [Fact]
    public async Task What_is_more_urgent_overtakes_in_Kannel_and_nothing_is_delivered_after_it_expired()
    {
        foreach (var lane in Enum.GetValues<Lane>())
        {
            var message = KannelBot.Message("أهلا") with { Id = $"01{lane}", Lane = lane, ExpiresAt = TimeProvider.System.GetUtcNow().AddDays(lane == Lane.Safety ? 30 : -1) };
            await bot.Channel.SendAsync(new SendAttempt(new ChannelAddress("kannel", KannelBot.From, Fatima), message, DateTimeOffset.UnixEpoch), CancellationToken.None);
        }

        Assert.Equal(["3", "2", "1", "0"], kannel.Taken.Select(sms => sms.Header("X-Kannel-Priority")));
        Assert.Equal(["2880", "1", "1", "1"], kannel.Taken.Select(sms => sms.Header("X-Kannel-Validity")));
    }

    [Theory]
    [InlineData("AlMadar", "أهلا", "failed bad_address False")]
    [InlineData("1415", "أهلا", "failed bad_address False")]
    [InlineData(Fatima, " \n ", "failed empty_text False")]
    public async Task What_cannot_be_sent_is_not_handed_over(string to, string text, string expected)
    {
        Assert.Equal(expected, Print(await bot.Send(to, text)));
        Assert.Empty(kannel.Taken);
    }

    [Fact]
    public async Task Choices_are_numbers_and_the_profile_is_that_of_SMS()
    {
        var message = KannelBot.Message("هل فُتح المركز في الموعد؟") with { Choices = [new OutboundChoice("1:yes", "نعم", "1"), new OutboundChoice("1:no", "لا", "2")] };
        await bot.Channel.SendAsync(new SendAttempt(new ChannelAddress("kannel", KannelBot.From, Fatima), message, DateTimeOffset.UnixEpoch), CancellationToken.None);
        Assert.Equal("هل فُتح المركز في الموعد؟\n1 نعم\n2 لا", Assert.Single(kannel.Taken).Text);
        Assert.Same(ChannelProfile.Sms, bot.Channel.Profile);
    }

    [Fact]
    public async Task Nothing_that_is_logged_names_a_person_or_shows_a_secret()
    {
        await bot.Says(Fatima, "اسمي سالم", "a1");
        await bot.Says("AlMadar", "اسمي سالم", "a2");
        kannel.AnswerNext(403, "Authorization failed for sendsms");
        await bot.Send(Fatima, "مرحبا سالم");
        await bot.Send(Fatima, "مرحبا سالم");
        foreach (var canary in new[] { "911234567", "سالم", KannelBot.Password, KannelBot.Secret })
        {
            Assert.DoesNotContain(canary, bot.Log.All, StringComparison.Ordinal);
            Assert.DoesNotContain(canary, $"{bot.Options}", StringComparison.Ordinal);
        }
    }

    private static string Print(SendResult result) => result switch
    {
        SendResult.Sent => "sent",
        SendResult.Throttled throttled => $"throttled {throttled.WholeAccount}",
        SendResult.Failed failed => $"failed {failed.Reason} {failed.Retryable}",
        SendResult.Unknown unknown => $"unknown {unknown.Reason}",
        _ => $"{result}",
    };
}
