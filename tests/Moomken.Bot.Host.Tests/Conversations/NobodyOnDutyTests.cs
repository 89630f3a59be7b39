using Moomken.Bot.Host.Transcripts;
using Xunit;

namespace Moomken.Bot.Host.Tests.Conversations;

public sealed class NobodyOnDutyTests
{
    [Theory]
    [InlineData("telegram", "ar", "خطر", "عندي جرح", "أنا في أمان", "لا أحد يقرؤه الآن", "المناوبين", "يصلهم")]
    [InlineData("sms", "ar", "خطر", "عندي جرح", "أنا في أمان", "لا أحد يقرؤه الآن", "المناوبين", "يصلهم")]
    [InlineData("telegram", "en", "danger", "I am hurt", "I am safe", "nobody reads it now", "people on duty", "reaches them")]
    [InlineData("sms", "en", "danger", "I am hurt", "I am safe", "nobody reads it now", "people on duty", "reaches them")]
    public async Task Whoever_is_in_danger_reads_that_nobody_reads_it(string channel, string language, string danger, string words, string safe, string honest, string duty, string reaches)
    {
        await using var service = PlayedWorld.Start(channel, 11, options => options with { Duty = [] });
        var conversation = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(conversation, language);
        var said = new List<string>();
        foreach (var act in new[] { danger, words, safe })
        {
            said.AddRange((await conversation.ActAsync(act))!.Select(sent => sent.Message.Text));
        }

        Assert.Contains(said, text => text.Contains(honest, StringComparison.Ordinal));
        Assert.Contains(said, text => text.Contains("218910000000", StringComparison.Ordinal));
        Assert.DoesNotContain(said, text => text.Contains(duty, StringComparison.Ordinal) || text.Contains(reaches, StringComparison.Ordinal));
    }
}
