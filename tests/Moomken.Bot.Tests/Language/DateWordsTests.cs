using Moomken.Bot.Dialogs.Language;
using Xunit;

namespace Moomken.Bot.Tests.Language;

public class DateWordsTests
{
    private static readonly DateTimeOffset Now = new(2025, 12, 13, 15, 30, 0, LibyaTime.Offset);

    [Fact]
    public void The_long_date_names_the_day_and_the_month_as_Libya_does()
    {
        Assert.Equal("السبت، 13 ديسمبر 2025", DateWords.LongDate(LibyaTime.Date(Now), Tongue.Arabic));
        Assert.Equal("Saturday, 13 December 2025", DateWords.LongDate(LibyaTime.Date(Now), Tongue.English));
    }

    [Fact]
    public void Times_are_of_Libya_whatever_offset_the_instant_carries()
    {
        var utc = new DateTimeOffset(2025, 12, 13, 7, 5, 0, TimeSpan.Zero);

        Assert.Equal("09:05", DateWords.Time(utc));
        Assert.Equal("09:05 صباحا", DateWords.TimeInWords(utc, Tongue.Arabic));
        Assert.Equal("15:30 مساء", DateWords.TimeInWords(Now, Tongue.Arabic));
        Assert.Equal(new DateOnly(2025, 12, 14), LibyaTime.Date(new DateTimeOffset(2025, 12, 13, 22, 0, 0, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData(0, "الآن", "now")]
    [InlineData(1, "منذ دقيقة واحدة", "1 minute ago")]
    [InlineData(2, "منذ دقيقتين", "2 minutes ago")]
    [InlineData(5, "منذ 5 دقائق", "5 minutes ago")]
    [InlineData(25, "منذ 25 دقيقة", "25 minutes ago")]
    [InlineData(60, "منذ ساعة واحدة", "1 hour ago")]
    [InlineData(125, "منذ ساعتين", "2 hours ago")]
    [InlineData(15 * 60, "منذ 15 ساعة", "15 hours ago")]
    [InlineData(16 * 60, "أمس 23:30", "yesterday 23:30")]
    [InlineData(48 * 60, "الخميس، 11 ديسمبر 2025 15:30", "Thursday, 11 December 2025 15:30")]
    [InlineData(-2, "الآن", "now")]
    [InlineData(-120, "السبت، 13 ديسمبر 2025 17:30", "Saturday, 13 December 2025 17:30")]
    public void How_long_ago_is_said_in_words(int minutes, string arabic, string english)
    {
        Assert.Equal(arabic, DateWords.Relative(Now.AddMinutes(-minutes), Now, Tongue.Arabic));
        Assert.Equal(english, DateWords.Relative(Now.AddMinutes(-minutes), Now, Tongue.English));
    }
}
