using Microsoft.Extensions.Time.Testing;
using Moomken.Bot.Fakes.BotFramework;
using Moomken.Bot.Host.Channels.BotFramework;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.BotFramework;

public sealed class OpenIdKeysTests : IAsyncLifetime
{
    private readonly FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
    private FakeConnector fake = null!;
    private BotFrameworkBot bot = null!;

    public async ValueTask InitializeAsync()
    {
        fake = await FakeConnector.StartAsync();
        bot = await BotFrameworkBot.StartAsync(fake, time: time);
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await fake.DisposeAsync();
    }

    [Fact]
    public async Task Keys_are_fetched_once_and_again_after_twelve_hours()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ExpectAsync(200)));
        Assert.Equal(1, fake.KeyFetches);
        time.Advance(OpenIdKeys.RefreshAfter + TimeSpan.FromSeconds(1));
        await ExpectAsync(200);
        Assert.Equal(2, fake.KeyFetches);
    }

    [Fact]
    public async Task A_new_key_is_taken_at_its_first_token_when_the_last_look_is_an_hour_old()
    {
        await ExpectAsync(200);
        using var rolled = new FakeKey("ch9", "webchat");
        fake.ChannelKeys["ch9"] = rolled;
        await ExpectAsync(401, "ch9");
        Assert.Equal(1, fake.KeyFetches);
        time.Advance(OpenIdKeys.UnknownKeyAfter + TimeSpan.FromSeconds(1));
        await ExpectAsync(200, "ch9");
    }

    [Fact]
    public async Task Strangers_with_made_up_keys_cost_one_fetch_an_hour()
    {
        await ExpectAsync(200);
        time.Advance(OpenIdKeys.UnknownKeyAfter + TimeSpan.FromSeconds(1));
        for (var i = 0; i < 50; i++)
        {
            var token = fake.ChannelKeys["ch1"].Sign(Claims(), claimedKid: $"made-up-{i}");
            Assert.Equal(401, (await bot.PostAsync(bot.Message("x").ToJsonString(), "Bearer " + token)).Status);
        }

        Assert.Equal(2, fake.KeyFetches);
    }

    [Fact]
    public async Task A_key_that_was_withdrawn_is_refused_after_the_next_look()
    {
        await ExpectAsync(200);
        fake.ChannelKeys.TryRemove("ch1", out var old);
        time.Advance(OpenIdKeys.RefreshAfter + TimeSpan.FromSeconds(1));
        Assert.Equal(401, (await bot.PostAsync(bot.Message("x").ToJsonString(), "Bearer " + old!.Sign(Claims()))).Status);
    }

    [Fact]
    public async Task Until_the_keys_can_be_fetched_it_is_503_so_that_nothing_true_is_refused()
    {
        fake.KeysAreThere = false;
        await ExpectAsync(503);
        await ExpectAsync(503);
        Assert.Equal(1, fake.KeyFetches);
        Assert.Empty(bot.Received);
        fake.KeysAreThere = true;
        time.Advance(OpenIdKeys.RetryAfter + TimeSpan.FromSeconds(1));
        await ExpectAsync(200);
    }

    [Fact]
    public async Task Known_keys_go_on_while_the_issuer_is_away()
    {
        await ExpectAsync(200);
        fake.KeysAreThere = false;
        time.Advance(TimeSpan.FromDays(2));
        await ExpectAsync(200);
        await bot.Log.LineWith("could not be fetched");
    }

    private System.Text.Json.Nodes.JsonObject Claims() => fake.Claims(now: time.GetUtcNow());

    private async Task ExpectAsync(int status, string kid = "ch1") =>
        Assert.Equal(status, (await bot.PostAsync(bot.Message("مرحبا").ToJsonString(), "Bearer " + fake.ChannelKeys[kid].Sign(Claims()))).Status);
}
