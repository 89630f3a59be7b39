using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Moomken.Bot.Fakes.BotFramework;
using Moomken.Bot.Host.Channels;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.BotFramework;

/// <summary>
/// The verdicts of the official library over its own tokens, made again with keys of ours and posted. Where we are stricter
/// on purpose, <see cref="Stricter"/> says why.
/// </summary>
public sealed class JwtVerdictTests
{
    private static readonly IReadOnlyDictionary<string, string> Stricter = new Dictionary<string, string>
    {
        ["channel: no exp"] = "a token without an end could be used for ever once it leaked",
        ["endorsement: key without endorsements"] = "the last .NET library refuses it; a key that vouches for no channel signs for none",
        ["emulator: unknown tenant, own tid (single tenant)"] = "the tenant that a token itself names would be anybody's; ours must be configured",
    };

    public static bool IsStricter(string name) => Stricter.ContainsKey(name);

    public static readonly TheoryData<string> Names = [.. BotFrameworkVectors.Verdicts.Select(verdict => verdict.GetProperty("name").GetString()!)];

    [Fact]
    public void Every_verdict_of_the_file_is_here()
    {
        Assert.Equal(25, BotFrameworkVectors.Verdicts.Count);
        Assert.Empty(Stricter.Keys.Except(Names.Select(row => row.Data)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task We_agree_with_the_official_library(string name)
    {
        var verdict = BotFrameworkVectors.Verdicts.Single(verdict => verdict.GetProperty("name").GetString() == name);
        await using var fake = await FakeConnector.StartAsync();
        await using var bot = await BotFrameworkBot.StartAsync(fake, settings => settings["BotFramework:AllowEmulator"] = "true", Still());
        using var counts = new ChannelCounts(bot.Part<ChannelCounters>());
        var accepts = verdict.GetProperty("accept").GetBoolean() && !Stricter.ContainsKey(name);

        var (status, _) = await bot.PostAsync(ActivityOf(bot, verdict), JwtVectors.HeaderOf(fake, verdict));

        Assert.Equal(accepts ? 200 : 401, status);
        Assert.Equal(accepts ? 1 : 0, bot.Received.Count);
        Assert.Equal(accepts ? 0 : 1, ChannelCounters.Reasons.Sum(reason => counts[$"refused/botframework/{reason}"]));
    }

    [Fact]
    public async Task A_tenant_that_is_configured_is_ours_and_no_other()
    {
        var verdict = BotFrameworkVectors.Verdicts.Single(verdict => verdict.GetProperty("name").GetString() == "emulator: unknown tenant, own tid (single tenant)");
        await using var fake = await FakeConnector.StartAsync();
        await using var bot = await BotFrameworkBot.StartAsync(fake, settings =>
        {
            settings["BotFramework:AllowEmulator"] = "true";
            settings["BotFramework:TenantId"] = "aaaaaaaa-0000-0000-0000-000000000001";
        }, Still());

        Assert.Equal(200, (await bot.PostAsync(ActivityOf(bot, verdict), JwtVectors.HeaderOf(fake, verdict))).Status);
    }

    [Fact]
    public async Task Without_the_switch_no_token_of_the_Emulator_is_taken()
    {
        await using var fake = await FakeConnector.StartAsync();
        await using var bot = await BotFrameworkBot.StartAsync(fake);
        foreach (var verdict in BotFrameworkVectors.Verdicts.Where(verdict => verdict.GetProperty("name").GetString()!.StartsWith("emulator", StringComparison.Ordinal)))
        {
            Assert.Equal(401, (await bot.PostAsync(ActivityOf(bot, verdict), JwtVectors.HeaderOf(fake, verdict))).Status);
        }

        Assert.Empty(bot.Received);
        Assert.Equal(0, fake.KeyFetches);
    }

    /// <summary>Now, and not a moment later: no sign of typing sets out for the service URLs of the vectors.</summary>
    private static FakeTimeProvider Still() => new(TimeProvider.System.GetUtcNow());

    private static JsonObject ActivityOf(BotFrameworkBot bot, JsonElement verdict) => bot.Activity("message", change: activity =>
    {
        activity["text"] = "مرحبا";
        activity["channelId"] = verdict.GetProperty("activityChannelId").GetString();
        activity["serviceUrl"] = verdict.GetProperty("activityServiceUrl").GetString();
    });
}
