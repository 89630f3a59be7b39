using Moomken.Bot.Conversations;
using Xunit;

namespace Moomken.Bot.Tests.Conversations;

public class HostWordsTests
{
    [Theory]
    [InlineData("وقف")]
    [InlineData("أوقفوا الرسائل")]
    [InlineData("إيقاف")]
    [InlineData("ايقاف الرسائل")]
    [InlineData("توقفوا")]
    [InlineData("الغاء الاشتراك")]
    [InlineData("إلغاء اشتراك")]
    [InlineData("الغاء اشتراك")]
    [InlineData("STOP")]
    [InlineData("StopAll")]
    [InlineData("Unsubscribe")]
    [InlineData("OPTOUT")]
    [InlineData("opt-out")]
    [InlineData("REVOKE")]
    [InlineData("END")]
    [InlineData("Quit.")]
    public void These_stop_our_messages(string word)
    {
        Assert.True(HostWords.IsStop(word));
        Assert.False(HostWords.IsStart(word));
    }

    [Theory]
    [InlineData("ابدأ")]
    [InlineData("اشتراك")]
    [InlineData("تشغيل")]
    [InlineData("START")]
    [InlineData("Unstop")]
    public void These_bring_them_back(string word)
    {
        Assert.True(HostWords.IsStart(word));
        Assert.False(HostWords.IsStop(word));
    }

    [Theory]
    [InlineData("إلغاء")]
    [InlineData("توقفوا عن إدخال المراقبين")]
    [InlineData("the end of the queue")]
    [InlineData("وقفوا التصويت في المحطة")]
    [InlineData("")]
    [InlineData(null)]
    public void A_report_that_holds_such_a_word_is_still_a_report(string? text)
    {
        Assert.False(HostWords.IsStop(text));
        Assert.False(HostWords.IsStart(text));
    }
}
