using System.Text.Json;
using Moomken.Bot.Dialogs.Language;
using Xunit;

namespace Moomken.Bot.Tests.Language;

public class ArabicPluralTests
{
    private static readonly CountedNoun Reports =
        new("بلاغ واحد", "{n} بلاغ", "لا توجد بلاغات", "بلاغان", "{n} بلاغات", "{n} بلاغا");

    public static TheoryData<long, string> Vectors()
    {
        using var file = JsonDocument.Parse(TestFiles.Read("tests", "Moomken.Bot.Tests", "Language", "language-vectors.json"));
        var rows = new TheoryData<long, string>();
        foreach (var vector in file.RootElement.GetProperty("plural").EnumerateArray())
        {
            rows.Add(vector.GetProperty("n").GetInt64(), vector.GetProperty("category").GetString()!);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Every_vector_has_its_form(long count, string form) =>
        Assert.Equal(form, ArabicPlural.Of(count).ToString().ToLowerInvariant());

    [Theory]
    [InlineData(0, "لا توجد بلاغات")]
    [InlineData(1, "بلاغ واحد")]
    [InlineData(2, "بلاغان")]
    [InlineData(3, "3 بلاغات")]
    [InlineData(11, "11 بلاغا")]
    [InlineData(99, "99 بلاغا")]
    [InlineData(100, "100 بلاغ")]
    [InlineData(101, "101 بلاغ")]
    [InlineData(1003, "1003 بلاغات")]
    public void A_counted_noun_is_said_as_grammar_wants(long count, string phrase) => Assert.Equal(phrase, Reports.For(count, Tongue.Arabic));

    [Fact]
    public void English_has_two_forms()
    {
        var noun = new CountedNoun("1 report", "{n} reports");

        Assert.Equal(["0 reports", "1 report", "2 reports"], [noun.For(0, Tongue.English), noun.For(1, Tongue.English), noun.For(2, Tongue.English)]);
    }
}
