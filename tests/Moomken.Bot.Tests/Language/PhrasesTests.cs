using Moomken.Bot.Dialogs.Language;
using Xunit;

namespace Moomken.Bot.Tests.Language;

public class PhrasesTests
{
    private static readonly Phrases<string> Words = new(new Dictionary<string, string>
    {
        ["رجوع"] = "back",
        ["back"] = "back",
        ["القائمة"] = "menu",
        ["قائمة"] = "menu",
        ["إلغاء"] = "cancel",
        ["*"] = "cancel",
        ["/help"] = "help",
        ["مساعدة"] = "help",
    });

    [Theory]
    [InlineData("رجوع", "back")]
    [InlineData(" رجـــوع. ", "back")]
    [InlineData("الرجوع", "back")]
    [InlineData("BACK!", "back")]
    [InlineData("قائمه", "menu")]
    [InlineData("الغاء", "cancel")]
    [InlineData("*", "cancel")]
    [InlineData("/help", "help")]
    [InlineData("المساعده", "help")]
    public void A_keyword_is_known_however_it_is_spelt(string message, string meaning)
    {
        Assert.True(Words.TryMatch(message, out var found));
        Assert.Equal(meaning, found);
    }

    [Theory]
    [InlineData("رجوع الموظف إلى البيت")]
    [InlineData("لا رجوع")]
    [InlineData("")]
    [InlineData("?")]
    public void A_keyword_inside_a_sentence_is_no_keyword(string message) => Assert.False(Words.TryMatch(message, out _));

    [Fact]
    public void Two_meanings_of_one_folded_word_are_refused_by_name()
    {
        var fault = Assert.Throws<ArgumentException>(() => new Phrases<string>([new("إلغاء", "cancel"), new("الغاء", "erase")]));

        Assert.Contains("'إلغاء' (cancel)", fault.Message);
        Assert.Contains("'الغاء' (erase)", fault.Message);
    }
}
