using Moomken.Bot.Fakes.BotFramework;
using Moomken.Bot.Host.Doctor;
using Moomken.Bot.Host.Tests.Channels.Telegram;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.BotFramework;

public sealed class BotFrameworkDoctorTests : IAsyncLifetime
{
    private FakeConnector fake = null!;

    public async ValueTask InitializeAsync() => fake = await FakeConnector.StartAsync();

    public ValueTask DisposeAsync() => fake.DisposeAsync();

    [Fact]
    public async Task When_all_is_right_every_line_is_well()
    {
        var lines = await Look(settings => settings["Moomken:PublicBaseUrl"] = "https://bot.example.org/");

        Assert.All(lines, line => Assert.Equal(("botframework", DoctorState.Well), (line.Part, line.State)));
        Assert.Equal("the Azure Bot's messaging endpoint must be https://bot.example.org/api/messages", lines[2].Said);
        Assert.StartsWith("botframework: nothing has come since this process started", lines[3].Said, StringComparison.Ordinal);
        Assert.Empty(fake.Posts);
    }

    [Fact]
    public async Task A_secret_that_is_refused_is_told_also_while_an_older_token_is_still_good()
    {
        await using var bot = await BotFrameworkBot.StartAsync(fake);
        Assert.NotNull(await bot.Part<Moomken.Bot.Host.Channels.BotFramework.ConnectorTokens>().GetAsync(default));
        fake.FailNextToken(new ConnectorFailure(401, """{"error":"invalid_client"}"""));

        var line = (await bot.Part<DoctorCheck>()(default))[0];

        Assert.Equal(DoctorState.Fail, line.State);
        Assert.Contains("refuses our credentials (HTTP 401)", line.Said, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeConnector.AppPassword, line.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_nobody_answers_both_ways_are_told()
    {
        var nobody = $"http://127.0.0.1:{FreePort.Next()}";
        var lines = await Look(settings =>
        {
            settings["BotFramework:TokenUrl"] = nobody + "/token";
            settings["BotFramework:OpenIdMetadataUrl"] = nobody + "/keys";
        });

        Assert.Equal((DoctorState.Fail, DoctorState.Fail), (lines[0].State, lines[1].State));
        Assert.Contains("does not answer", lines[0].Said, StringComparison.Ordinal);
        Assert.Contains("cannot be fetched", lines[1].Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_that_passes_is_no_fault_of_ours()
    {
        fake.FailNextToken(new ConnectorFailure(503));
        fake.KeysAreThere = false;
        var lines = await Look();

        Assert.Equal((DoctorState.Warn, DoctorState.Fail), (lines[0].State, lines[1].State));
    }

    [Theory]
    [InlineData(null, "Warn", "Moomken__PublicBaseUrl is not set")]
    [InlineData("http://bot.example.org", "Fail", "posts to https only")]
    public async Task An_address_that_cannot_be_posted_to_is_told(string? url, string state, string expected)
    {
        var line = (await Look(settings => settings["Moomken:PublicBaseUrl"] = url))[2];
        Assert.Equal(state, line.State.ToString());
        Assert.Contains(expected, line.Said, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<DoctorLine>> Look(Action<Dictionary<string, string?>>? settings = null)
    {
        await using var bot = await BotFrameworkBot.StartAsync(fake, settings);
        return await bot.Part<DoctorCheck>()(TestContext.Current.CancellationToken);
    }
}
