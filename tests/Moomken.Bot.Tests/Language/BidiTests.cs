using CsCheck;
using Moomken.Bot.Dialogs.Language;
using Xunit;

namespace Moomken.Bot.Tests.Language;

public class BidiTests
{
    [Fact]
    public void Names_and_codes_are_wrapped_each_in_its_own_kind()
    {
        Assert.Equal("\u2068Ali\u2069", Bidi.Isolate("Ali"));
        Assert.Equal("\u2066+218912345678\u2069", Bidi.Ltr("+218912345678"));
        Assert.Equal("\u2068سطر\u2069\n\u2068line\u2069", Bidi.Isolate("سطر\nline"));
    }

    [Theory]
    [InlineData("نعم\u202E\u2066", "نعم")]
    [InlineData("a\0b\u0007c", "abc")]
    [InlineData("سطر\r\nثان\tهنا", "سطر\nثان\tهنا")]
    [InlineData("a\rb\u2028c", "a\nb\nc")]
    [InlineData("😀👨\u200D👩", "😀👨\u200D👩")]
    public void Words_of_people_lose_what_could_disturb_others(string written, string kept) =>
        Assert.Equal(kept, Bidi.StripControls(written));

    [Fact]
    public void Half_a_surrogate_pair_is_shown_as_a_missing_character() => Assert.Equal("x\uFFFDy", Bidi.StripControls("x\uD800y"));

    [Theory]
    [InlineData("HNEC أعلنت", true)]
    [InlineData("123 HNEC", true)]
    [InlineData("\u2066HNEC\u2069 أعلنت", false)]
    [InlineData("أعلنت HNEC", false)]
    [InlineData("123", false)]
    [InlineData("", false)]
    public void A_line_that_would_be_laid_out_from_the_left_gets_a_mark(string text, bool marked) =>
        Assert.Equal(marked ? "\u200F" + text : text, Bidi.EnsureRightToLeftStart(text));

    [Fact]
    public void Whatever_is_put_in_every_isolate_is_closed_once_and_in_order()
    {
        Gen.OneOf(Gen.String, ArabicNoise.Text).Sample(text =>
            IsBalanced(Bidi.Isolate(text)) && IsBalanced(Bidi.Ltr(text)) && IsBalanced(Bidi.Mend(text)) &&
            IsBalanced(Bidi.Mend("قبل " + Bidi.Isolate(text) + text)));
    }

    [Fact]
    public void Mending_keeps_what_was_right()
    {
        var text = $"بلاغك {Bidi.Ltr("AB12-CD34")} عند {Bidi.Isolate("Tripoli")}";

        Assert.Equal(text, Bidi.Mend(text));
    }

    [Fact]
    public void Without_marks_nothing_invisible_is_left() =>
        Assert.Equal("رقم +218 تم", Bidi.WithoutMarks("رقم \u2066+218\u2069 \u200Fتم"));

    internal static bool IsBalanced(string text)
    {
        var depth = 0;
        foreach (var c in text)
        {
            depth += Bidi.IsIsolateStart(c) ? 1 : c == Bidi.PopIsolate ? -1 : 0;
            if (depth < 0)
            {
                return false;
            }
        }

        return depth == 0;
    }
}
