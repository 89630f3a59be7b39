using Moomken.Bot.Observers;
using Xunit;

namespace Moomken.Bot.Tests.Observers;

public sealed class InviteCodeTests
{
    [Theory]
    [InlineData("/start 7K2M9QPX4TBC", true)]
    [InlineData("/start 7k2m-9qpx-4tbc", true)]
    [InlineData("رمز 7K2M-9QPX-4TBC", true)]
    [InlineData("الرمز: ٧k٢m 9qpx 4tbc", true)]
    [InlineData("code 7K2M9QPX4TBC", true)]
    [InlineData("Code 7K2M9QPX4TBC ", true)]
    [InlineData("7K2M-9QPX-4TBC", true)]
    [InlineData("\u20667K2M\u20119QPX\u20114TBC\u2069", true)]
    [InlineData("7k2m–9qpx–4tbc", true)]
    [InlineData("7K2M9QPX4TBC", false)]
    public void A_code_is_known_however_it_is_typed(string text, bool announced)
    {
        Assert.Equal(("7K2M9QPX4TBC", announced), InviteCode.In(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("INTIMIDATION")]
    [InlineData("218912345678")]
    [InlineData("٠٩١٢٣٤٥٦٧٨٩٠")]
    [InlineData("room 1234 east")]
    [InlineData("7K2M-9QPX")]
    [InlineData("حالة 7K2M-9QPX")]
    [InlineData("رمزي 7K2M9QPX4TBC")]
    [InlineData("7K2M-9QPX-4TBC-0000")]
    [InlineData("المحطة 7K2M9QPX4TBC مغلقة")]
    public void Other_words_are_no_code(string? text)
    {
        Assert.Null(InviteCode.In(text));
    }

    [Fact]
    public void What_can_be_misread_is_read_as_it_was_meant()
    {
        Assert.Equal("0011AAAA0011", InviteCode.Read("Oo1l-aAaA-oO1I"));
    }

    [Fact]
    public void Codes_are_mixed_and_never_the_same()
    {
        var ids = IdSource.System(TimeProvider.System);
        var codes = Enumerable.Range(0, 2_000).Select(_ => InviteCode.New(ids)).ToList();

        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Equal((code, false), InviteCode.In(code)));
        Assert.All(codes, code => Assert.Equal((code, true), InviteCode.In(InviteCode.Shown(code))));
    }
}
