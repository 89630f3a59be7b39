using Moomken.Bot.Incidents;
using Xunit;

namespace Moomken.Bot.Tests.Incidents;

public class CaseCodeTests
{
    [Theory]
    [InlineData("7K2M-9QPX")]
    [InlineData("7k2m–9qpx")]
    [InlineData("7K2M9QPX")]
    [InlineData("7k2m 9qpx")]
    [InlineData("\u20687K2M-9QPX\u2069")]
    [InlineData(" \u2066CPAA-AAF2\u2069\u200F ")]
    [InlineData("cpaa aaf2")]
    [InlineData("٧K٢M-٩QPX")]
    public void A_code_alone_is_known_as_people_type_and_paste_it(string typed) => Assert.True(CaseCode.IsAlone(typed));

    [Theory]
    [InlineData("hello all")]
    [InlineData("room 1234")]
    [InlineData("1234 5678")]
    [InlineData("12345678")]
    [InlineData("electing")]
    [InlineData("7K2M 9QPX هذا")]
    [InlineData("")]
    public void What_is_something_else_is_no_code(string typed) => Assert.False(CaseCode.IsAlone(typed));
}
