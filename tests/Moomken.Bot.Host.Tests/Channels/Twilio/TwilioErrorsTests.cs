using Moomken.Bot.Host.Channels.Twilio;
using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Twilio;

public sealed class TwilioErrorsTests
{
    private static readonly SendResult Gone = new SendResult.RecipientGone("no_such_number");
    private static readonly SendResult Configuration = new SendResult.Failed("configuration", Retryable: true);

    public static TheoryData<int, SendResult> Codes => new()
    {
        { 21610, new SendResult.RecipientGone("opted_out") },
        { 21211, Gone }, { 21614, Gone }, { 21635, Gone }, { 30005, Gone }, { 30006, Gone }, { 63003, Gone }, { 63024, Gone },
        { 30004, new SendResult.RecipientGone("blocked") },
        { 63032, new SendResult.RecipientGone("restricted") },
        { 63015, new SendResult.RecipientGone("not_joined") },
        { 63016, new SendResult.Held("outside_window") },
        { 20429, new SendResult.Throttled(TimeSpan.FromSeconds(1), WholeAccount: true) },
        { 21611, new SendResult.Throttled(TimeSpan.FromMinutes(1), WholeAccount: true) },
        { 30001, new SendResult.Throttled(TimeSpan.FromMinutes(1), WholeAccount: true) },
        { 63018, new SendResult.Throttled(TimeSpan.FromMinutes(2), WholeAccount: true) },
        { 63038, new SendResult.Throttled(TimeSpan.FromHours(1), WholeAccount: true) },
        { 21617, new SendResult.Failed("too_long", Retryable: false) },
        { 21658, new SendResult.Failed("too_long", Retryable: false) },
        { 21656, new SendResult.Failed("content_refused", Retryable: true) },
        { 63005, new SendResult.Failed("content_refused", Retryable: true) },
        { 63021, new SendResult.Failed("content_refused", Retryable: true) },
        { 30003, new SendResult.Failed("handset_unreachable", Retryable: true) },
        { 30008, new SendResult.Failed("carrier_error", Retryable: true) },
        { 30007, new SendResult.Failed("filtered", Retryable: false) },
        { 30036, new SendResult.Failed("expired", Retryable: false) },
        { 21212, Configuration }, { 21408, Configuration }, { 21606, Configuration }, { 21608, Configuration }, { 21612, Configuration },
        { 21659, Configuration }, { 21660, Configuration }, { 30002, Configuration }, { 30034, Configuration }, { 30450, Configuration }, { 63007, Configuration },
    };

    public static TheoryData<TwilioAnswer, SendResult> Answers => new()
    {
        { Answered(201, """{"sid":"SM1"}"""), new SendResult.Sent("SM1") },
        { Answered(201, "<html>"), new SendResult.Unknown("unreadable") },
        { Answered(200, "[]"), new SendResult.Unknown("unreadable") },
        { Answered(401, """{"code":20003}"""), new SendResult.Failed("token_refused", Retryable: true) },
        { Answered(401, ""), new SendResult.Failed("token_refused", Retryable: true) },
        { Answered(404, """{"code":20404}"""), new SendResult.Failed("token_refused", Retryable: true) },
        { Answered(500, """{"code":20500}"""), new SendResult.Unknown("server_error") },
        { Answered(503, ""), new SendResult.Unknown("server_error") },
        { Answered(403, "<html>"), new SendResult.Failed("not_the_api", Retryable: true) },
        { Answered(302, ""), new SendResult.Failed("not_the_api", Retryable: true) },
        { Answered(400, """{"code":"21610"}"""), new SendResult.Failed("not_the_api", Retryable: true) },
        { Answered(400, """{"code":29999}"""), new SendResult.Failed("refused", Retryable: false) },
        { Answered(429, ""), new SendResult.Throttled(TimeSpan.FromSeconds(4), WholeAccount: true) },
        { TwilioAnswer.Read(429, "{}"u8.ToArray(), TimeSpan.FromSeconds(7)), new SendResult.Throttled(TimeSpan.FromSeconds(7), WholeAccount: true) },
        { TwilioAnswer.Read(429, "{}"u8.ToArray(), TimeSpan.FromMinutes(20)), new SendResult.Throttled(TimeSpan.FromMinutes(20), WholeAccount: true) },
        { TwilioAnswer.Read(429, "{}"u8.ToArray(), TimeSpan.FromDays(7)), new SendResult.Throttled(TimeSpan.FromHours(1), WholeAccount: true) },
        { TwilioAnswer.Read(429, "{}"u8.ToArray(), TimeSpan.FromSeconds(-3)), new SendResult.Throttled(TimeSpan.FromSeconds(1), WholeAccount: true) },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_has_its_outcome_in_the_answer_and_in_a_callback(int code, SendResult expected)
    {
        Assert.Equal(expected, TwilioErrors.AfterAccepting(code));
        Assert.Equal(expected, TwilioErrors.ResultOf(Answered(code == 20429 ? 429 : 400, $$"""{"code":{{code}}}"""), 1));
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_says_whether_the_message_may_be_sent_again(TwilioAnswer answer, SendResult expected) =>
        Assert.Equal(expected, TwilioErrors.ResultOf(answer, attempt: 3));

    [Fact]
    public void A_code_that_nobody_knows_is_tried_again_after_a_callback() =>
        Assert.Equal(new SendResult.Failed("carrier_error", Retryable: true), TwilioErrors.AfterAccepting(0));

    private static TwilioAnswer Answered(int status, string body) => TwilioAnswer.Read(status, System.Text.Encoding.UTF8.GetBytes(body), null);
}
