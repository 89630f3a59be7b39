using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Tests.Dialogs.Support;
using Xunit;

namespace Moomken.Bot.Tests.OneLine;

/// <summary>A field of several choices in the guided questions: the same answers as in one line.</summary>
public class SeveralChoicesTests
{
    [Theory]
    [InlineData("1,2", "now,today")]
    [InlineData("١ و٢", "now,today")]
    [InlineData("2 1", "now,today")]
    [InlineData("21", "now,today")]
    [InlineData("اليوم، الآن", "now,today")]
    [InlineData("2", "today")]
    [InlineData("today", "today")]
    public void Several_choices_are_one_answer(string written, string value)
    {
        var talk = Asked();

        talk.Write(written);

        Assert.Equal("incident/report.details", talk.State);
        Assert.Equal(value, talk.Slots["when"].Value);
        Assert.Equal(value.Split(','), talk.Slots["when"].Items);
    }

    [Fact]
    public void A_pressed_choice_is_an_answer_of_one() => Assert.Equal(["today"], Asked().Press("today").Slots["when"].Items);

    [Theory]
    [InlineData("1,7")]
    [InlineData("1 غير ذلك")]
    [InlineData("13")]
    public void One_part_that_is_no_choice_makes_the_whole_wrong(string written)
    {
        var talk = Asked();

        talk.Write(written);

        Assert.Equal("incident/report.when", talk.State);
        Assert.NotEmpty(talk.Said);
    }

    private static Conversation Asked()
    {
        var (library, _) = Changed.Read(("content/forms/incident.yaml", "type: time\n    choices: [now, today]", "type: multi\n    choices: [now, today]"));
        return new Conversation(library, ChannelProfile.Telegram).Open("incident").Press("safe", "skip", "skip");
    }
}
