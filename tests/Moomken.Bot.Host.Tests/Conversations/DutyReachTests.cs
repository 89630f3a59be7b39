using Moomken.Bot.Duty;
using Moomken.Bot.Host.Doctor;
using Moomken.Bot.Host.Transcripts;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Xunit;

namespace Moomken.Bot.Host.Tests.Conversations;

/// <summary>Two on duty, "one" and "two". Whoever cannot be told must not cost the person in danger ten minutes.</summary>
public sealed class DutyReachTests : IAsyncDisposable
{
    private readonly PlayedService service = PlayedWorld.Start("telegram", 31, options => options with { Duty = [new("All", "telegram", "one"), new("All", "telegram", "two")] });
    private readonly PlayedConversation people;

    public DutyReachTests() => people = new PlayedConversation(service, PlayedWorld.Me);

    [Fact]
    public async Task After_somebody_who_does_not_exist_the_next_is_told_at_once_and_by_the_next_alert_first()
    {
        Refuse("one", new SendResult.RecipientGone("no_such_number"));
        Assert.Empty(await Act("خطر"));
        Assert.Equal(["two"], await Act(":wait 1m"));
        Assert.Equal("no_such_number", Assert.Single(await Failed()).Reason);

        Assert.Equal(["two"], await Act(":as other خطر"));
        Assert.Single(await Failed());
        Assert.Equal([(0, "no_such_number")], await Troubles());
    }

    [Fact]
    public async Task After_somebody_whose_alert_is_held_the_next_is_told_at_once()
    {
        Refuse("one", new SendResult.Held("outside_window"));
        await Act("خطر");
        Assert.Equal(["two"], await Act(":wait 1m"));
        Assert.Contains((0, DutyReach.Held), await Troubles());
        Refuse("", new SendResult.Sent(null));

        Assert.Contains("one", await Act(":as one مرحبا"));
        Assert.DoesNotContain((0, DutyReach.Held), await Troubles());
    }

    [Fact]
    public async Task Who_was_held_is_passed_over_for_an_hour_and_then_tried_again_since_a_template_may_be_set_by_now()
    {
        Refuse("one", new SendResult.Held("outside_window"));
        await Act("خطر");
        Refuse("", new SendResult.Sent(null));
        Assert.Equal(["two"], await Act(":as other خطر"));
        await Act(":wait 61m");
        Assert.Equal(["one"], await Act(":as third خطر"));
    }

    [Fact]
    public async Task A_held_alert_is_not_told_again_in_the_moment_in_which_it_leaves()
    {
        Refuse("one", new SendResult.Held("outside_window"));
        await Act(":as two :block");
        await Act("خطر");
        await Act(":wait 3h");
        Refuse("", new SendResult.Sent(null));
        Assert.Equal(["one"], await Act(":as one مرحبا"));
        Assert.Empty(await Act(":wait 1m"));
    }

    [Fact]
    public async Task After_a_message_that_is_refused_the_next_is_told_at_once_but_no_round_is_used_up()
    {
        service.Channel.Refuse = attempt => attempt.To.User is "one" or "two" ? new SendResult.Failed("refused", Retryable: false) : null;
        await Act("خطر");
        await Act(":wait 1m");
        Assert.Equal(2, (await Failed()).Count);
        await Act(":wait 8m");
        Assert.Equal(2, (await Failed()).Count);

        Refuse("", new SendResult.Sent(null));
        Assert.Equal(["one"], await Act(":wait 3m"));
    }

    [Fact]
    public async Task After_an_alert_that_does_not_leave_for_a_minute_and_a_half_the_next_is_told_and_the_first_when_it_leaves()
    {
        Refuse("one", new SendResult.Failed("no_connection", Retryable: true));
        Assert.Empty(await Act("خطر"));
        Assert.Empty(await Act(":wait 1m"));
        Assert.Equal(["two"], await Act(":wait 1m"));
        Assert.Equal(["two"], await Act(":as other خطر"));

        Refuse("", new SendResult.Sent(null));
        Assert.Equal(["one"], await Act(":wait 5m"));
    }

    [Fact]
    public async Task While_the_provider_is_down_everybody_on_the_list_is_written_to_once_and_read_once_when_it_is_back()
    {
        service.Channel.Refuse = attempt => attempt.To.User is "one" or "two" ? new SendResult.Failed("no_connection", Retryable: true) : null;
        await Act("خطر");
        Assert.Empty(await Act(":wait 45m"));
        Refuse("", new SendResult.Sent(null));
        Assert.Equal(["one", "two"], (await Act(":wait 5m")).Order());
    }

    [Fact]
    public async Task Who_said_stop_is_passed_over()
    {
        await Act(":as one وقف");
        Assert.Equal(["two"], await Act("خطر"));
        Assert.Contains((0, DutyReach.Stopped), await Troubles());
        Assert.Equal(["two"], await Act(":wait 11m"));
    }

    [Theory]
    [InlineData(":as one وقف")]
    [InlineData(":as one :block")]
    public async Task Who_stops_after_they_were_told_is_not_waited_for(string act)
    {
        Assert.Equal(["one"], await Act("خطر"));
        await Act(act);
        Assert.Equal(["two"], await Act(":wait 1m"));
    }

    [Fact]
    public async Task Who_said_stop_is_told_when_nobody_else_can_be()
    {
        await Act(":as one وقف");
        await Act(":as two :block");
        Assert.Equal(["one"], await Act("خطر"));
    }

    [Fact]
    public async Task Who_said_stop_can_still_say_that_they_have_it()
    {
        await Act(":as two :block");
        await Act("خطر");
        await Act(":as one وقف");
        var alert = Assert.Single(await service.Store.ReadAsync(reader => reader.Scan(DutyAlert.Documents, 10)));

        await Act($":as one استلمت {alert.Code}");

        Assert.NotNull((await service.Store.ReadAsync(reader => reader.Get(DutyAlert.Documents, alert.Id)))!.AcknowledgedAt);
    }

    [Fact]
    public async Task An_alert_that_nobody_could_be_told_of_waits_for_the_first_who_can_be()
    {
        service.Channel.Refuse = attempt => attempt.To.User is "one" or "two" ? new SendResult.RecipientGone("blocked") : null;
        await Act("خطر");
        await Act(":wait 3h");
        Assert.Equal(2, (await Failed()).Count);
        Assert.Equal(2, (await Troubles()).Count);

        Refuse("", new SendResult.Sent(null));
        await Act(":as two مرحبا");
        Assert.Equal(["two"], await Act(":wait 1m"));
    }

    [Fact]
    public async Task What_is_added_to_a_case_goes_to_those_who_can_be_reached()
    {
        Assert.Equal(["one"], await Act("خطر"));
        await Act(":as one :block");
        Assert.Equal(["two"], await Act(":wait 1m"));
        Assert.Equal(["two"], await Act("أنا قرب المدرسة"));
        Assert.Empty(await Failed());
    }

    [Theory]
    [InlineData(DutyReach.Stopped, "said stop")]
    [InlineData(DutyReach.Held, "Twilio__Templates__alert__ar")]
    [InlineData(DutyReach.NeverWrote, "has not written to this service yet")]
    [InlineData("no_such_number", "cannot be reached (no_such_number)")]
    public void Doctor_says_who_on_duty_cannot_be_told_and_why_and_not_their_number(string why, string said)
    {
        var line = ServiceChecks.OnDuty(new DutyTrouble(1, new DutyContact("West", "whatsapp", "+218911234567"), why));
        Assert.Equal(DoctorState.Warn, line.State);
        Assert.Contains("Duty__People__1 (West, whatsapp)", line.Said, StringComparison.Ordinal);
        Assert.Contains(said, line.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("218", line.Said, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    private void Refuse(string user, SendResult result) => service.Channel.Refuse = attempt => attempt.To.User == user ? result : null;

    /// <summary>Who on duty was told something because of the act, without the answers to their own words.</summary>
    private async Task<List<string>> Act(string act)
    {
        var sent = (await people.ActAsync(act))!;
        return [.. sent.Where(each => each.Message.Lane == Lane.Safety && each.To.User is "one" or "two").Select(each => each.To.User)];
    }

    private Task<IReadOnlyList<FailedMessage>> Failed() => service.Store.ReadAsync(reader => reader.Scan(FailedMessage.Documents, 100));

    private async Task<List<(int Position, string Why)>> Troubles()
    {
        var all = await service.Store.ReadAsync(reader => service.Get<DutyReach>().Troubles(reader, service.Get<DutyRoster>()));
        return [.. all.Where(trouble => trouble.Why != DutyReach.NeverWrote).Select(trouble => (trouble.Position, trouble.Why))];
    }
}
