using System.Text.Json.Nodes;
using Moomken.Bot.Fakes.BotFramework;
using Moomken.Bot.Host.Channels.BotFramework;
using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.BotFramework;

public sealed class BotFrameworkChannelTests : IAsyncLifetime
{
    private FakeConnector fake = null!;
    private BotFrameworkBot bot = null!;

    public async ValueTask InitializeAsync()
    {
        fake = await FakeConnector.StartAsync();
        bot = await BotFrameworkBot.StartAsync(fake);
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await fake.DisposeAsync();
    }

    [Fact]
    public async Task A_reply_answers_the_activity_at_its_service_URL_with_our_token()
    {
        await HeardAsync("a:1|livechat/ü@x;y");

        Assert.Equal(new SendResult.Sent("out-1"), await bot.SendAsync("أهلا", "a:1|livechat/ü@x;y"));

        var post = Assert.Single(fake.MessagesTo("a:1|livechat/ü@x;y"));
        Assert.Equal(("in-1", "token-1"), (post.ReplyTo, post.Token));
        Assert.Equal("application/json; charset=utf-8", post.ContentType);
        Assert.Equal(("in-1", "bot1@x", "dl_user1", "plain", "ar"), (
            (string?)post.Activity["replyToId"], (string?)post.Activity["from"]!["id"], (string?)post.Activity["recipient"]!["id"], (string?)post.Activity["textFormat"], (string?)post.Activity["locale"]));
        Assert.DoesNotContain("محمد", post.Activity.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_said_long_after_they_wrote_stands_for_itself()
    {
        await HeardAsync();
        var later = BotFrameworkBot.Out("تذكير") with { CreatedAt = DateTimeOffset.UnixEpoch.AddDays(2) };

        Assert.IsType<SendResult.Sent>(await bot.Channel.SendAsync(new SendAttempt(bot.AddressOf(), later, DateTimeOffset.UnixEpoch), CancellationToken.None));

        var post = Assert.Single(fake.Posts);
        Assert.Equal((null, null), (post.ReplyTo, (string?)post.Activity["replyToId"]));
    }

    [Fact]
    public async Task Whoever_never_wrote_cannot_be_written_to_and_another_apps_chat_is_not_ours()
    {
        Assert.Equal(new SendResult.RecipientGone("never_wrote"), await bot.SendAsync("أهلا", "stranger"));
        await HeardAsync();
        var other = bot.AddressOf() with { Account = "99999999-0000-0000-0000-000000000000" };
        Assert.Equal(new SendResult.Failed("other_account", false), await bot.Channel.SendAsync(other, BotFrameworkBot.Out("x"), CancellationToken.None));
        Assert.Empty(fake.Posts);
    }

    [Theory]
    [InlineData("webchat", "suggested")]
    [InlineData("msteams", "cards")]
    [InlineData("facebook", "words")]
    [InlineData("email", "numbers")]
    public async Task Choices_take_the_form_that_the_channel_can_show(string channelId, string form)
    {
        await HeardAsync("c", channelId, channelId == "email" ? "ch2" : "ch1");
        var choices = Enumerable.Range(1, 8).Select(i => new OutboundChoice($"7:c{i}", $"خيار {i}", $"{i}")).Append(new OutboundChoice("/menu", "القائمة", "0", Way: true));

        Assert.IsType<SendResult.Sent>(await bot.SendAsync("اختاروا", "c", channelId, [.. choices]));

        var post = Assert.Single(fake.MessagesTo("c"));
        Assert.Equal(form == "numbers" ? 0 : 9, post.Actions.Count);
        Assert.Equal(form == "cards" ? [6, 3] : [], ((JsonArray?)post.Activity["attachments"] ?? []).Select(card => card!["content"]!["buttons"]!.AsArray().Count));
        Assert.Equal(form == "numbers", post.Text.Contains("8 خيار 8", StringComparison.Ordinal));
        Assert.All(post.Actions, action => Assert.Equal(form == "words" ? "imBack" : "messageBack", (string?)action["type"]));
        if (form is "suggested" or "cards")
        {
            Assert.Equal("7:c3", (string?)post.Actions[2]["value"]!["moomken"]);
        }
        else if (form == "words")
        {
            Assert.Equal("خيار 3", (string?)post.Actions[2]["value"]);
        }
    }

    [Fact]
    public async Task A_long_text_goes_in_parts_and_is_not_begun_again()
    {
        await HeardAsync();
        var text = string.Join(' ', Enumerable.Range(1, 900).Select(i => $"كلمة{i}"));
        var message = BotFrameworkBot.Out(text, new OutboundChoice("1:a", "نعم", "1"));
        var first = await bot.SendAsync("أهلا");
        Assert.IsType<SendResult.Sent>(first);

        fake.FailNext(ConnectorFailure.Error(500, "ServiceError"));
        Assert.Equal(new SendResult.Failed("server_error", true), await bot.Channel.SendAsync(bot.AddressOf(), message, CancellationToken.None));
        Assert.Single(fake.Posts);
        Assert.IsType<SendResult.Sent>(await bot.Channel.SendAsync(bot.AddressOf(), message, CancellationToken.None));

        var parts = fake.MessagesTo("conv1").Skip(1).ToList();
        Assert.True(parts.Count > 2);
        Assert.All(parts, part => Assert.True(part.Text.Length <= 2000));
        Assert.All(parts.SkipLast(1), part => Assert.Empty(part.Actions));
        Assert.Single(parts[^1].Actions);
        Assert.Equal(900, parts.Sum(part => part.Text.Split(' ', '\n').Length));
    }

    public static readonly TheoryData<int, string, int?, SendResult> Answers = new()
    {
        { 200, "", null, new SendResult.Sent(null) },
        { 201, """{"id":"x"}""", null, new SendResult.Sent("x") },
        { 202, """{"id":""}""", null, new SendResult.Sent(null) },
        { 200, "<html>", null, new SendResult.Sent(null) },
        { 429, "", 7, new SendResult.Throttled(TimeSpan.FromSeconds(7), false) },
        { 412, "", null, new SendResult.Throttled(TimeSpan.FromSeconds(2), false) },
        { 429, "", 99_999, new SendResult.Throttled(TimeSpan.FromHours(1), false) },
        { 500, "", null, new SendResult.Failed("server_error", true) },
        { 502, "", null, new SendResult.Unknown("bad_gateway") },
        { 503, "", null, new SendResult.Failed("server_error", true) },
        { 504, "", null, new SendResult.Unknown("gateway_timeout") },
        { 403, """{"error":{"code":"BotNotInConversationRoster","message":"no"}}""", null, new SendResult.RecipientGone("blocked") },
        { 404, """{"error":{"code":"ConversationNotFound","message":"no"}}""", null, new SendResult.RecipientGone("gone") },
        { 404, "<html>a proxy</html>", null, new SendResult.Failed("not_the_connector", true) },
        { 403, "", null, new SendResult.Failed("not_the_connector", true) },
        { 302, "", null, new SendResult.Failed("not_the_connector", true) },
        { 400, """{"error":{"code":"BadSyntax","message":"no"}}""", null, new SendResult.Failed("refused", false) },
        { 413, "", null, new SendResult.Failed("too_large", false) },
        { 400, """{"error":{"code":"MessageSizeTooBig","message":"no"}}""", null, new SendResult.Failed("too_large", false) },
        { 405, "", null, new SendResult.Failed("refused", false) },
        { 0, "", null, new SendResult.Unknown("cut") },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Every_answer_has_one_meaning(int status, string body, int? retryAfter, SendResult meaning)
    {
        await HeardAsync();
        fake.FailNext(new ConnectorFailure(status, body, retryAfter));
        Assert.Equal(meaning, await bot.SendAsync("أهلا"));
    }

    [Fact]
    public async Task A_connector_that_cannot_be_reached_took_nothing()
    {
        await HeardAsync();
        Assert.IsType<SendResult.Sent>(await bot.SendAsync("أهلا"));
        await fake.DisposeAsync();
        Assert.Equal(new SendResult.Failed("unreachable", true), await bot.SendAsync("أهلا"));
    }

    [Fact]
    public async Task Only_the_owner_of_the_address_can_open_a_reference()
    {
        await HeardAsync();
        var stored = Assert.Single(await bot.Store.ReadAsync(reader => reader.Scan(BotFrameworkChat.Documents, 10)));
        Assert.DoesNotContain("conv1", System.Text.Encoding.UTF8.GetString(stored.SealedReference), StringComparison.Ordinal);
        Assert.DoesNotContain("conv1", stored.Id, StringComparison.Ordinal);
        Assert.Null(await bot.Part<ChatReferences>().FindAsync(bot.AddressOf("conv2"), CancellationToken.None));
    }

    [Fact]
    public async Task A_forgotten_chat_can_have_its_last_reply_and_is_removed_with_its_conversation()
    {
        await HeardAsync();
        var chats = bot.Part<ChatReferences>();
        await bot.Store.WriteAsync(transaction =>
        {
            chats.Erase(transaction, bot.AddressOf());
            return true;
        });
        Assert.IsType<SendResult.Sent>(await bot.SendAsync("حُذفت بياناتكم"));

        await chats.PruneAsync(CancellationToken.None);
        Assert.Empty(await bot.Store.ReadAsync(reader => reader.Scan(BotFrameworkChat.Documents, 10)));
        Assert.Equal(new SendResult.RecipientGone("never_wrote"), await bot.SendAsync("أهلا"));
    }

    [Fact]
    public async Task Nothing_that_is_logged_names_a_chat_or_shows_a_token_or_a_word()
    {
        await HeardAsync("conv-SECRETID");
        await bot.SendAsync("كلام-سري", "conv-SECRETID");
        fake.RevokeToken();
        fake.FailNext(ConnectorFailure.Error(403, "x"));
        await bot.SendAsync("كلام-سري", "conv-SECRETID");
        foreach (var secret in new[] { "conv-SECRETID", "كلام-سري", "dl_user1", FakeConnector.AppPassword, "token-1", "eyJ" })
        {
            Assert.DoesNotContain(secret, bot.Log.All, StringComparison.Ordinal);
        }
    }

    private async Task HeardAsync(string conversation = "conv1", string channelId = "webchat", string kid = "ch1")
    {
        var activity = bot.Message("مرحبا", conversation);
        activity["channelId"] = channelId;
        Assert.Equal(200, (await bot.PostAsync(activity.ToJsonString(), fake.Bearer(kid: kid))).Status);
    }
}
