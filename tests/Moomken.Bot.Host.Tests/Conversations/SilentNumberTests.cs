using Moomken.Bot.Host.Transcripts;
using Xunit;

namespace Moomken.Bot.Host.Tests.Conversations;

/// <summary>After how many silent days a phone number is asked whether it is still the same person is the operator's to say.</summary>
public sealed class SilentNumberTests
{
    [Theory]
    [InlineData("sms", 14, "13d", false)]
    [InlineData("sms", 14, "15d", true)]
    [InlineData("sms", 90, "61d", false)]
    [InlineData("whatsapp", 14, "15d", true)]
    [InlineData("telegram", 14, "15d", false)]
    public async Task A_silent_phone_number_is_asked_after_the_days_that_are_set(string channel, int days, string silence, bool asked)
    {
        await using var service = PlayedWorld.Start(channel, 61, options => options with { AskAfterSilentDays = days });
        var conversation = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(conversation, "ar");
        await conversation.ActAsync($":wait {silence}");

        var reply = Assert.Single((await conversation.ActAsync("السلام عليكم"))!).Message.Text;

        Assert.Equal(asked, reply.Contains("لم يكتب أحد من هذا الرقم منذ وقت طويل", StringComparison.Ordinal));
    }
}
