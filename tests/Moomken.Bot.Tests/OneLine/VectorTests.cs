using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Dialogs.OneLine;
using Xunit;

namespace Moomken.Bot.Tests.OneLine;

/// <summary>
/// Inputs on which other systems corrupt, refuse or double a report, and what ours must make of them; the rows that need the
/// whole service (a repeat of the provider, a voice message) are in OneLineServiceTests of Moomken.Bot.Host.Tests.
/// </summary>
public sealed class VectorTests
{
    public static TheoryData<int, string> Rows => LineVectors.Rows;

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_line_is_read_as_it_must_be(int index, string row)
    {
        var vector = LineVectors.All[index];

        var reading = OneLineSample.Parse(vector.Input);

        Assert.NotNull(reading);
        Assert.Equal(vector.Form, reading.Form.Name);
        Assert.Equal(vector.Case, reading.Message.Reference);
        Assert.Equal(vector.New, reading.Message.IsNew);
        Assert.Equal(vector.Saved.OrderBy(saved => saved.Key), reading.Fields.Where(field => field.IsSaved).ToDictionary(field => field.Field.Id, field => field.Answer!.Value).OrderBy(saved => saved.Key));
        Assert.Equal(vector.Wrong.OrderBy(wrong => wrong.Key), reading.Wrong.ToDictionary(field => field.Field.Id, field => field.Raw).OrderBy(wrong => wrong.Key));
        Assert.Equal(vector.Mended.OrderBy(mended => mended.Key), reading.Fields.Where(field => field.Mended is not null).ToDictionary(field => field.Field.Id, field => field.Mended!).OrderBy(mended => mended.Key));
        Assert.Equal(vector.Unknown, reading.Unknown);
        var missing = MissingFields.Of(OneLineSample.Library, reading.Form, OneLineSample.Context(Tongue.Arabic), reading.Given).Select(field => field.Id);
        Assert.Equal([], vector.Missing.Except(missing));
        Assert.NotEmpty(row);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Its_reply_says_so_in_both_languages(int index, string row)
    {
        var reading = OneLineSample.Parse(LineVectors.All[index].Input)!;

        var arabic = OneLineSample.Reply(reading, Tongue.Arabic);
        var english = OneLineSample.Reply(reading, Tongue.English);

        Assert.All(LineVectors.All[index].Reply, part => Assert.Contains(part, arabic, StringComparison.Ordinal));
        Assert.True(OneLineSample.Fits(arabic), $"{row}: {arabic}");
        Assert.True(OneLineSample.Fits(english), $"{row}: {english}");
        Assert.EndsWith("(R11)", arabic, StringComparison.Ordinal);
        Assert.Equal(reading.Wrong.Count() + (reading.Unknown.IsEmpty ? 0 : 1), arabic.Split('\n').Count(line => line.StartsWith('✗')));
    }

    [Fact]
    public void The_table_is_there() => Assert.True(LineVectors.All.Count >= 45);
}
