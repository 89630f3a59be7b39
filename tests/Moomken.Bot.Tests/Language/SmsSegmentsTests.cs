using System.Text.Json;
using Moomken.Bot.Dialogs.Language;
using Xunit;

namespace Moomken.Bot.Tests.Language;

public class SmsSegmentsTests
{
    [Fact]
    public void Every_vector_of_the_reference_calculator_is_equal()
    {
        using var file = JsonDocument.Parse(TestFiles.Read("tests", "Moomken.Bot.Tests", "Rendering", "sms-segments-vectors.json"));
        var vectors = file.RootElement.GetProperty("vectors").EnumerateArray().ToList();

        Assert.Equal(57, vectors.Count);
        Assert.All(vectors, Check);
    }

    [Fact]
    public void A_letter_under_more_marks_than_a_segment_holds_is_still_counted()
    {
        var count = SmsSegments.Count("م" + new string('\u064E', 150));

        Assert.Equal([67, 67, 17], count.UnitsPerSegment);
    }

    private static void Check(JsonElement vector)
    {
        var text = vector.GetProperty("text").GetString()!;
        if (vector.TryGetProperty("error", out _))
        {
            Assert.False(SmsSegments.FitsGsm7(text));
            return;
        }

        var count = SmsSegments.Count(text);
        Assert.Equal(vector.GetProperty("encoding").GetString(), count.Encoding == SmsEncoding.Gsm7 ? "GSM-7" : "UCS-2");
        Assert.Equal(vector.GetProperty("segments").GetInt32(), count.Segments);
        Assert.Equal(vector.GetProperty("units").GetInt32(), count.Units);
        Assert.Equal(vector.GetProperty("unitsPerSegment").EnumerateArray().Select(units => units.GetInt32()), count.UnitsPerSegment);
    }
}
