using Microsoft.Extensions.Time.Testing;
using Moomken.Bot.Fakes.BotFramework;
using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.BotFramework;

public sealed class ConnectorTokenTests : IAsyncLifetime
{
    private readonly FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
    private FakeConnector fake = null!;
    private BotFrameworkBot bot = null!;

    public async ValueTask InitializeAsync()
    {
        fake = await FakeConnector.StartAsync();
        bot = await BotFrameworkBot.StartAsync(fake, time: time);
        Assert.Equal(200, (await bot.PostAsync(bot.Message("مرحبا"))).Status);
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await fake.DisposeAsync();
    }

    [Fact]
    public async Task Many_at_once_fetch_one_token()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => bot.Channel.SendAsync(bot.AddressOf(), BotFrameworkBot.Out("أهلا") with { Id = $"{i}" }, CancellationToken.None)));
        Assert.All(results, result => Assert.IsType<SendResult.Sent>(result));
        Assert.Equal(1, fake.TokenFetches);
    }

    [Fact]
    public async Task A_token_is_renewed_five_minutes_before_its_end()
    {
        await bot.SendAsync("أهلا");
        time.Advance(TimeSpan.FromMinutes(54));
        await bot.SendAsync("أهلا");
        Assert.Equal(1, fake.TokenFetches);
        time.Advance(TimeSpan.FromMinutes(2));
        await bot.SendAsync("أهلا");
        Assert.Equal(2, fake.TokenFetches);
        Assert.Equal("token-2", fake.Posts.Last().Token);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_fetched_anew_once()
    {
        await bot.SendAsync("أهلا");
        fake.RevokeToken();
        Assert.IsType<SendResult.Sent>(await bot.SendAsync("أهلا"));
        Assert.Equal(2, fake.TokenFetches);

        fake.FailNext(new ConnectorFailure(401), times: 2);
        Assert.Equal(new SendResult.Failed("token_refused", true), await bot.SendAsync("أهلا"));
        Assert.Equal(3, fake.TokenFetches);
    }

    [Fact]
    public async Task Without_a_token_messages_wait_the_operator_is_told_and_the_endpoint_is_not_flooded()
    {
        fake.FailNextToken(new ConnectorFailure(401, """{"error":"invalid_client","error_description":"the secret was s3cr3t"}"""));
        Assert.Equal(new SendResult.Failed("no_token", true), await bot.SendAsync("أهلا"));
        Assert.Equal(new SendResult.Failed("no_token", true), await bot.SendAsync("أهلا"));
        Assert.Empty(fake.Posts);
        Assert.Single(bot.Log.Lines, line => line.Contains("BotFramework__AppPassword", StringComparison.Ordinal));
        Assert.DoesNotContain("s3cr3t", bot.Log.All, StringComparison.Ordinal);

        time.Advance(TimeSpan.FromSeconds(6));
        Assert.IsType<SendResult.Sent>(await bot.SendAsync("أهلا"));
    }

    [Fact]
    public async Task A_short_token_is_renewed_at_half_its_life()
    {
        fake.TokenLasts = 120;
        await bot.SendAsync("أهلا");
        time.Advance(TimeSpan.FromSeconds(59));
        await bot.SendAsync("أهلا");
        Assert.Equal(1, fake.TokenFetches);
        time.Advance(TimeSpan.FromSeconds(2));
        await bot.SendAsync("أهلا");
        Assert.Equal(2, fake.TokenFetches);
    }
}
