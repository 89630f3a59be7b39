using System.Diagnostics;
using Moomken.Bot.Dialogs.Language;
using Xunit;

namespace Moomken.Bot.Tests.Language;

public class FoldSpeedTests
{
    /// <summary>The aim is a microsecond; the limit leaves room for a debug build on a busy machine.</summary>
    [Fact]
    public void Folding_a_short_message_takes_microseconds_at_most()
    {
        const string message = "صار ضرب نار قدّام المركز ١٢٣٤٥ في أبو سليم";
        const int rounds = 2_000;
        var best = Enumerable.Range(0, 10).Min(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < rounds; i++)
            {
                ArabicText.FoldPhrase(message);
            }

            return Stopwatch.GetElapsedTime(start).TotalMicroseconds / rounds;
        });

        Assert.True(best < 10, $"{best:F2} µs");
    }
}
