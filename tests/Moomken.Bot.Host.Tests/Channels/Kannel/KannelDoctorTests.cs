using Moomken.Bot.Fakes.Kannel;
using Moomken.Bot.Host.Channels.Kannel;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Kannel;

public sealed class KannelDoctorTests
{
    private const string NotLookedAt = "Kannel: its state is not looked at.";

    [Theory]
    [InlineData("status ok", "")]
    [InlineData("status wrong password", "bearerbox refuses Kannel__StatusPassword")]
    [InlineData("status, link down, one queued", "link almadar is re-connecting; 0 SMS wait for it")]
    [InlineData("status, link dead", "link almadar is dead")]
    [InlineData("status text", "is no bearerbox")]
    [InlineData("store empty", "is no bearerbox")]
    [InlineData("store with one message", "is no bearerbox")]
    public void Each_recorded_page_is_judged(string name, string expected)
    {
        var page = KannelVectors.Named("admin", name).Text("response", "body");
        var bad = KannelDoctor.Judge(page, "127.0.0.1:13000").Where(finding => !finding.Well).ToList();
        Assert.Equal(expected.Length == 0 ? 0 : 1, bad.Count);
        Assert.All(bad, finding => Assert.Contains(expected, finding.Text, StringComparison.Ordinal));
        Assert.All(bad, finding => Assert.NotEmpty(finding.Mend));
    }

    [Fact]
    public void A_page_that_is_well_tells_of_both_boxes_and_of_each_link()
    {
        var lines = KannelDoctor.Judge(KannelVectors.Named("admin", "status ok").Text("response", "body"), "").Select(finding => finding.Text);
        Assert.Equal(
            ["Kannel: bearerbox runs.", "Kannel: smsbox is connected to bearerbox.", "Kannel: link almadar is online, 0 SMS wait for it.", "Kannel: link libyana is online, 0 SMS wait for it."],
            lines);
    }

    [Fact]
    public void A_link_that_only_the_settings_know_is_told()
    {
        var bad = Assert.Single(KannelDoctor.Judge(KannelVectors.Named("admin", "status ok").Text("response", "body"), "", "almadar", "libiana"), finding => !finding.Well);
        Assert.Equal("Kannel: there is no link libiana; what goes by it is not routable.", bad.Text);
    }

    [Theory]
    [InlineData("<status>running, uptime 0d 0h 0m 30s</status>", "<status>isolated, uptime 0d</status>", "bearerbox is isolated")]
    [InlineData("<type>smsbox</type>", "<type>wapbox</type>", "no smsbox is connected")]
    [InlineData("<storesize>0</storesize>", "<storesize>4711</storesize>", "4711 SMS wait in its store")]
    [InlineData("<storage>spool</storage>", "<storage>internal</storage>", "kept in \"internal\"")]
    [InlineData("<?xml version=\"1.0\"?>", "<!DOCTYPE x [<!ENTITY e \"e\">]>", "is no bearerbox")]
    public void What_is_not_well_is_said_with_how_to_mend_it(string well, string ill, string expected)
    {
        var page = KannelVectors.Named("admin", "status ok").Text("response", "body")!.Replace(well, ill, StringComparison.Ordinal);
        var bad = Assert.Single(KannelDoctor.Judge(page, "127.0.0.1:13000"), finding => !finding.Well);
        Assert.Contains(expected, bad.Text, StringComparison.Ordinal);
        Assert.NotEmpty(bad.Mend);
    }

    [Theory]
    [InlineData(400, "Missing receiver(s) number(s), rejected", "smsbox takes our name and password")]
    [InlineData(403, "Authorization failed for sendsms", "smsbox refuses our name, password or network address")]
    [InlineData(200, "<html>", "is no smsbox")]
    public async Task Our_login_is_tried_without_sending_anything(int status, string body, string expected)
    {
        await using var kannel = await FakeSendSms.Start();
        kannel.KnockAnswer = (status, body);
        var findings = await KannelDoctor.Look(Options(kannel.SendUrl), CancellationToken.None);
        Assert.Contains(expected, findings[0].Text, StringComparison.Ordinal);
        Assert.Equal(status == 400, findings[0].Well);
        Assert.Equal(NotLookedAt, findings[1].Text);
        Assert.Single(kannel.Knocks);
        Assert.Empty(kannel.Taken);
    }

    [Fact]
    public async Task When_nobody_answers_it_says_which_box_to_look_at()
    {
        var nobody = $"http://127.0.0.1:{Telegram.FreePort.Next()}";
        var findings = await KannelDoctor.Look(Options(nobody + "/cgi-bin/sendsms") with { StatusUrl = nobody + "/status.xml", StatusPassword = "secret-status" }, CancellationToken.None);
        Assert.Equal(2, findings.Count);
        Assert.All(findings, finding => Assert.False(finding.Well));
        Assert.Contains("kannel-smsbox", findings[0].Mend, StringComparison.Ordinal);
        Assert.Contains("kannel-bearerbox", findings[1].Mend, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-status", string.Concat(findings.Select(finding => finding.Text + finding.Mend)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_that_is_off_is_not_looked_at() => Assert.Empty(await KannelDoctor.Look(new KannelOptions(), CancellationToken.None));

    private static KannelOptions Options(string sendUrl) => new() { SendUrl = sendUrl, Username = "bot", Password = KannelBot.Password, From = KannelBot.From, WebhookSecret = KannelBot.Secret };
}
