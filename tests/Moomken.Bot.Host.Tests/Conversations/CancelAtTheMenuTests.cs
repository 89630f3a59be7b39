using Moomken.Bot.Host.Transcripts;
using Xunit;

namespace Moomken.Bot.Host.Tests.Conversations;

/// <summary>Who wants no more messages says "cancel" too: with nothing open it names the word that does it.</summary>
public sealed class CancelAtTheMenuTests
{
    [Theory]
    [InlineData("ar", "إلغاء", "وقف", "0m")]
    [InlineData("ar", "الغاء", "وقف", "2h")]
    [InlineData("en", "cancel", "\"stop\"", "0m")]
    [InlineData("en", "CANCEL", "\"stop\"", "2h")]
    public async Task Cancel_with_nothing_open_names_the_word_that_stops_our_messages(string language, string said, string named, string after)
    {
        await using var service = PlayedWorld.Start("sms", 101);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, language);
        await me.ActAsync($":wait {after}");

        Assert.Contains(named, Assert.Single((await me.ActAsync(said))!).Message.Text, StringComparison.Ordinal);
    }
}
