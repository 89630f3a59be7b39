using Moomken.Bot.Fakes.Twilio;
using Moomken.Bot.Host.Channels.Twilio;
using Moomken.Bot.Host.Tests.Outside;
using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Twilio;

public sealed class TwilioMediaTests : IAsyncLifetime
{
    private const string Fatima = "+218911234567";
    private const int Enough = 1024 * 1024;
    private static readonly byte[] Photo = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3];
    private FakeTwilio fake = null!;
    private TwilioBot bot = null!;

    public async ValueTask InitializeAsync()
    {
        fake = await FakeTwilio.Start();
        bot = await TwilioBot.Start(fake);
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await fake.DisposeAsync();
    }

    [Fact]
    public async Task A_photo_is_fetched_with_credentials_that_do_not_follow_the_redirect()
    {
        await fake.SendsFile(Fatima, Photo, "image/jpeg", "image", "الباب مغلق");

        var media = Assert.Single(Assert.Single(bot.Received).Media);
        Assert.Equal(Photo, Assert.IsType<FetchResult.Fetched>(await Fetch(media.Reference)).Bytes);
        Assert.Empty(fake.Wrongs);
        Assert.Equal(0, fake.Strangers);
    }

    [Fact]
    public async Task The_credentials_go_to_our_account_and_nowhere_else()
    {
        await using var other = await LoopbackServer.Start(_ => Task.CompletedTask);

        Assert.Equal(new FetchResult.Failed("bad_address", Retryable: false), await Fetch($"{other.Address}2010-04-01/Accounts/{fake.Account}/x"));
        Assert.Empty(other.Calls);
        await Fetch($"{fake.BaseUrl}/storage/x");
        Assert.Empty(fake.Wrongs);
    }

    [Theory]
    [InlineData("https://127.0.0.1/a")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[::ffff:10.0.0.1]/a")]
    [InlineData("https://localhost/a")]
    [InlineData("http://example.org/a")]
    [InlineData("file:///etc/passwd")]
    public async Task An_address_inside_is_not_fetched(string address) =>
        Assert.Contains(Assert.IsType<FetchResult.Failed>(await Fetch(address)).Reason, (string[])["inside_address", "bad_address"]);

    [Theory]
    [InlineData("https://api.twilio.com.evil.example/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/x")]
    [InlineData("https://api.twilio.com@evil.example/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/x")]
    [InlineData("http://api.twilio.com/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/x")]
    [InlineData("https://api.twilio.com:8443/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/x")]
    [InlineData("https://api.twilio.com/2010-04-01/Accounts/ACbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/x")]
    [InlineData("https://api.twilio.com/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/../ACb/x")]
    [InlineData("https://media.twiliocdn.com/x")]
    public void What_only_looks_like_twilio_gets_no_credentials(string address)
    {
        using var api = new TwilioApi(new TwilioOptions { AccountSid = FakeTwilio.UsualAccount, AuthToken = FakeTwilio.UsualToken });

        Assert.False(TwilioMedia.IsOurAccount(api, new Uri(address)));
        Assert.True(TwilioMedia.IsOurAccount(api, new Uri($"https://api.twilio.com/2010-04-01/Accounts/{FakeTwilio.UsualAccount}/Messages/MM1/Media/ME1")));
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_cut_off()
    {
        await fake.SendsFile(Fatima, new byte[200_000], "video/mp4", "video");

        Assert.IsType<FetchResult.TooLarge>(await bot.WhatsApp.FetchAsync(bot.Received.Single().Media[0], 100_000, default));
    }

    [Fact]
    public async Task Trouble_at_twilio_is_tried_again()
    {
        await fake.SendsFile(Fatima, Photo, "image/jpeg", "image");
        fake.FailNext("media", TwilioFailure.ServerError);

        Assert.Equal(new FetchResult.Failed("unreachable", Retryable: true), await Fetch(bot.Received.Single().Media[0].Reference));
        Assert.IsType<FetchResult.Fetched>(await Fetch(bot.Received.Single().Media[0].Reference));
    }

    private Task<FetchResult> Fetch(string address) => bot.WhatsApp.FetchAsync(new InboundMedia("photo", address, null, null, null), Enough, default);
}
