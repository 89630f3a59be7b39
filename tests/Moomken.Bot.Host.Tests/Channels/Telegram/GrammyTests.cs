using Moomken.Bot.Fakes.Telegram;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Telegram;

/// <summary>A client in another language, by other people, against the fake: it shows that the fake is not only what we believe of Telegram.</summary>
public sealed class GrammyTests
{
    private const long Fatima = 42;
    private static readonly string Folder = Path.Combine(NodeProgram.Checkout(), "tests", "node", "telegram");

    [Fact]
    public async Task GrammY_holds_a_whole_conversation_with_a_person()
    {
        await using var fake = await FakeBotApi.Start();
        await NodeProgram.Install(Folder, "grammy");
        await using var grammy = NodeProgram.Start(Folder, "conversation.mjs", fake.BaseUrl, fake.Token);
        Assert.Equal("moomken_bot", (string)(await grammy.Next("started"))["username"]!);

        await fake.UserSays(Fatima, "/start inv-77");
        var asked = await grammy.Next("asked");
        Assert.Equal("inv-77", (string)asked["payload"]!);
        Assert.Equal(["نعم", "لا"], (await fake.NextMessageTo(Fatima)).Buttons.Select(button => button.Label));

        await fake.UserPresses(Fatima, "نعم");
        Assert.Equal((int)asked["message"]!, (int)(await grammy.Next("pressed"))["on"]!);
        Assert.Equal("تم", Assert.Single(fake.CallsOf("answerCallbackQuery")).Text("text"));
        Assert.Equal("شكرا", Assert.Single(fake.MessagesTo(Fatima)).Text);

        await fake.UserSendsPhoto(Fatima, [0xFF, 0xD8, 9], "الباب مغلق");
        var photo = await grammy.Next("photo");
        Assert.Equal([0xFF, 0xD8, 9], photo["bytes"]!.AsArray().Select(value => (int)value!));

        fake.FailNext("sendMessage", FakeFailure.TooManyRequests(7));
        await fake.UserSays(Fatima, "كثير");
        var throttled = await grammy.Next("throttled");
        Assert.Equal((429, 7), ((int)throttled["code"]!, (int)throttled["after"]!));

        await fake.UserSays(Fatima, "انتهى");
        await grammy.Next("stopped");
        Assert.Equal(0, await grammy.Exit());
    }
}
