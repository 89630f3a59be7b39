using System.Text.Json;
using CsCheck;
using Moomken.Bot.Dialogs.Language;
using Xunit;

namespace Moomken.Bot.Tests.Language;

public class ArabicTextTests
{
    public static TheoryData<string, string> Vectors()
    {
        using var file = JsonDocument.Parse(TestFiles.Read("tests", "Moomken.Bot.Tests", "Language", "language-vectors.json"));
        var rows = new TheoryData<string, string>();
        foreach (var vector in file.RootElement.GetProperty("normalise").EnumerateArray())
        {
            rows.Add(vector.GetProperty("in").GetString()!, vector.GetProperty("out").GetString()!);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Every_vector_folds_to_its_text(string written, string folded) => Assert.Equal(folded, ArabicText.Fold(written));

    [Theory]
    [InlineData("إجدابيا", "اجدابيا")]
    [InlineData("على", "علي")]
    [InlineData("کیف", "كيف")]
    [InlineData("بگداش", "بقداش")]
    [InlineData("وييييين", "وين")]
    [InlineData("نصـــوّت", "نصوت")]
    [InlineData("ﻻ", "لا")]
    [InlineData("ﺍﻟﻤﺮﻛﺰ", "المركز")]
    [InlineData("ﷺ", "صلي الله عليه وسلم")]
    [InlineData("أ", "ا")]
    [InlineData("مسؤول", "مسوول")]
    [InlineData("۱۲۳", "123")]
    [InlineData("1️⃣", "1")]
    [InlineData("\u200Fنعم\u200F", "نعم")]
    [InlineData("١٢٣٫٥", "123.5")]
    [InlineData("١٬٠٠٠", "1,000")]
    [InlineData("STOP", "stop")]
    [InlineData("😀😀😀😀", "😀😀😀😀")]
    [InlineData("...", "...")]
    public void Spellings_of_one_word_fold_together(string written, string folded) => Assert.Equal(folded, ArabicText.Fold(written));

    [Theory]
    [InlineData("  نعـم!! ", "نعم")]
    [InlineData("رجوع.", "رجوع")]
    [InlineData("«القائمة»", "القايمه")]
    [InlineData("لا   شكرا", "لا شكرا")]
    [InlineData("/status", "status")]
    [InlineData("*", "*")]
    [InlineData("!", "!")]
    [InlineData("-3", "-3")]
    [InlineData(" \n ", "")]
    [InlineData("نعم\u00A0\u00A0نعم", "نعم نعم")]
    public void A_phrase_has_single_spaces_and_no_punctuation_at_the_ends(string written, string phrase) =>
        Assert.Equal(phrase, ArabicText.FoldPhrase(written));

    [Theory]
    [InlineData("المركز", "مركز")]
    [InlineData("والمركز", "مركز")]
    [InlineData("بالمركز", "مركز")]
    [InlineData("للمركز", "مركز")]
    [InlineData("ورقه", "رقه")]
    [InlineData("وين", "وين")]
    [InlineData("الا", "الا")]
    [InlineData("الف", "الف")]
    public void The_article_goes_when_a_word_stays(string word, string bare) => Assert.Equal(bare, ArabicText.DropArticle(word));

    [Theory]
    [InlineData("بطاقات", "بطاقه")]
    [InlineData("المراقبين", "مراقبون")]
    [InlineData("صناديقها", "الصناديق")]
    public void Forms_of_a_word_share_a_stem(string one, string other) =>
        Assert.Equal(ArabicText.Stem(ArabicText.Fold(one)), ArabicText.Stem(ArabicText.Fold(other)));

    [Fact]
    public void Folding_never_throws_and_folding_twice_changes_nothing_more()
    {
        Gen.OneOf(Gen.String, ArabicNoise.Text).Sample(text =>
        {
            var once = ArabicText.FoldPhrase(text);
            return ArabicText.FoldPhrase(once) == once;
        });
    }

    [Fact]
    public void Half_a_surrogate_pair_and_NUL_are_dropped() => Assert.Equal("abc", ArabicText.Fold("a\uD800b\0c\uDC00"));

    [Fact]
    public void Unchanged_text_is_not_copied()
    {
        const string text = "وين نصوت";

        Assert.Same(text, ArabicText.Fold(text));
    }

    [Fact]
    public void Ten_thousand_characters_fold()
    {
        var text = string.Concat(Enumerable.Repeat("أﷺ", 5_000));

        Assert.StartsWith("اصلي الله", ArabicText.Fold(text));
    }
}
