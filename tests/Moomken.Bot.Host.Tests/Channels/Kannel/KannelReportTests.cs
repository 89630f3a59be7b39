using System.Net;
using System.Text;
using Moomken.Bot.Fakes.Kannel;
using Moomken.Bot.Host.Channels.Kannel;
using Moomken.Bot.Messages;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Kannel;

public sealed class KannelReportTests : IAsyncLifetime
{
    private const string Fatima = "+218911234567";
    private static readonly ChannelAddress To = new("kannel", KannelBot.From, Fatima);
    private static readonly KannelLine Line = new("kannel", KannelBot.From, null);
    private FakeSendSms kannel = null!;
    private KannelBot bot = null!;

    public static TheoryData<string> Reports() => [.. KannelVectors.Names("dlr")];

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

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task What_Kannel_reported_is_read_as_it_was_meant(string name)
    {
        var expected = KannelVectors.Named("dlr", name).GetProperty("expect");
        using var request = KannelVectors.Request(KannelVectors.Named("dlr", name), bot.Address, KannelOptions.ReportPath);
        request.RequestUri = new Uri($"{request.RequestUri}&t={new KannelTicket(bot.Vault).Make(expected.Text("mid")!, Line, Fatima)}");
        using var answer = await bot.Call(request, null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(0, answer.Content.Headers.ContentLength);

        var report = Assert.Single(bot.Reports);
        Assert.Equal((To, expected.Text("mid")), (report.To, report.MessageId));
        Assert.Equal(expected.Text("foreignId") is { Length: > 0 } id ? id : null, report.ProviderId);
        Assert.Equal(expected.Text("state") switch
        {
            "submitted" or "buffered" => DeliveryState.Sent,
            "delivered" => DeliveryState.Delivered,
            _ => DeliveryState.Failed,
        }, report.State);
        Assert.Equal(report.State is DeliveryState.Failed or DeliveryState.Delivered, expected.GetProperty("final").GetBoolean());
        Assert.Equal(report.State == DeliveryState.Failed, report.Fault is not null);
    }

    [Theory]
    [InlineData(16, "NACK/0x0000000b/Invalid Destination Address", "gone invalid_number")]
    [InlineData(16, "NACK/Retries Exceeded", "failed retries_exceeded True")]
    [InlineData(16, "NACK/validity expired", "failed expired False")]
    [InlineData(16, "NACK/receiver not in white-list", "failed number_denied False")]
    [InlineData(16, "NACK/MALFORMED SMS", "failed malformed False")]
    [InlineData(16, "NACK/0x00000045/Submit failed", "failed rejected False")]
    [InlineData(18, "", "failed rejected False")]
    [InlineData(2, "stat:UNDELIV err:027", "failed undelivered False")]
    [InlineData(34, "stat:EXPIRED", "failed expired False")]
    public async Task A_failure_says_what_is_to_be_done_with_the_message(int status, string reason, string expected)
    {
        await Report(status.ToString(), reason);
        Assert.Equal(expected, Assert.Single(bot.Reports).Fault switch
        {
            SendResult.RecipientGone gone => $"gone {gone.Reason}",
            SendResult.Failed failed => $"failed {failed.Reason} {failed.Retryable}",
            var other => $"{other}",
        });
    }

    [Theory]
    [InlineData("9")]
    [InlineData("3")]
    [InlineData("19")]
    public async Task What_is_on_the_phone_is_on_the_phone_whatever_else_is_said(string status)
    {
        await Report(status, "");
        Assert.Equal(DeliveryState.Delivered, Assert.Single(bot.Reports).State);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("32")]
    [InlineData("64")]
    [InlineData("%d")]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("٨")]
    public async Task A_status_that_says_nothing_is_answered_200_and_changes_nothing(string status)
    {
        Assert.Equal(HttpStatusCode.OK, await Report(status, ""));
        Assert.Empty(bot.Reports);
        Assert.Equal(1, bot.Counted["reports/kannel/unknown"]);
    }

    [Fact]
    public async Task Nobody_can_forge_a_report()
    {
        var tickets = new KannelTicket(bot.Vault);
        var good = tickets.Make("01", Line, Fatima);
        using var strangers = new Sealing.Vault(new Dictionary<byte, byte[]> { [1] = Encoding.ASCII.GetBytes("a key that is somebody else's 32") }, new byte[32]);
        string[] forged =
        [
            "", "?mid=01&status=2", "?mid=01&t=&status=2", "?mid=01&t=AAAA&status=2", "?mid=01&t=!!!&status=2", $"?mid=02&t={good}&status=2", $"?t={good}&status=2",
            $"?mid=01&t={good[..^1]}&status=2", $"?mid=01&t={(good[0] == 'A' ? 'B' : 'A') + good[1..]}&status=2", $"?mid=01&t={good}&t={good}&status=2",
            $"?mid=01&l=kannel-other&t={good}&status=2", $"?mid=01&t={new KannelTicket(strangers).Make("01", Line, Fatima)}&status=2", $"?mid=01&t={new string('A', 4000)}&status=2",
        ];
        foreach (var query in forged)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, bot.Address + KannelOptions.ReportPath + query);
            using var answer = await bot.Call(request, null);
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, query);
        }

        Assert.Empty(bot.Reports);
        Assert.Equal(forged.Length, bot.Counted["refused/kannel/ticket"]);
    }

    [Fact]
    public async Task The_address_of_a_report_shows_no_phone_and_no_secret()
    {
        await bot.Send(Fatima, "أهلا بك");
        var url = Assert.Single(kannel.Taken).Header("X-Kannel-DLR-Url")!;
        Assert.StartsWith($"{bot.Address}/webhooks/kannel/report?mid=01JD0000000000000000000001&t=", url, StringComparison.Ordinal);
        Assert.EndsWith("&status=%d&fid=%F&answer=%A", url, StringComparison.Ordinal);
        Assert.DoesNotContain("911234567", url, StringComparison.Ordinal);
        Assert.DoesNotContain(KannelBot.Secret, url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_cannot_be_stored_is_asked_for_again()
    {
        bot.Before = _ => throw new StoreUnavailableException("The disk is full.");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Report("1", ""));
        bot.Before = null;
        Assert.Equal(HttpStatusCode.OK, await Report("1", ""));
        Assert.Single(bot.Reports);
    }

    [Fact]
    public async Task From_an_address_that_is_not_allowed_no_report_gets_in()
    {
        await using var elsewhere = await KannelBot.Start(kannel, settings => settings["Kannel:AllowedAddresses:0"] = "10.7.0.1");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{elsewhere.Address}{KannelOptions.ReportPath}?mid=01&t={new KannelTicket(elsewhere.Vault).Make("01", Line, Fatima)}&status=1");
        using var answer = await elsewhere.Call(request, null);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(elsewhere.Reports);
    }

    [Fact]
    public async Task What_is_sent_comes_back_as_taken_by_the_operator_and_as_on_the_phone()
    {
        kannel.Reports = true;
        Assert.Equal(new SendResult.Sent(null), await bot.Send(Fatima, "أهلا بك"));
        await Telegram.Waiting.Until(() => bot.Reports.Count == 2);
        Assert.Equal([DeliveryState.Sent, DeliveryState.Delivered], bot.Reports.Select(report => report.State));
        Assert.All(bot.Reports, report => Assert.Equal((To, "01JD0000000000000000000001"), (report.To, report.MessageId)));
    }

    private async Task<HttpStatusCode> Report(string status, string reason)
    {
        var ticket = new KannelTicket(bot.Vault).Make("01", Line, Fatima);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{bot.Address}{KannelOptions.ReportPath}?mid=01&t={ticket}&status={Uri.EscapeDataString(status)}&fid=&answer={Uri.EscapeDataString(reason)}");
        using var answer = await bot.Call(request, null);
        return answer.StatusCode;
    }
}
