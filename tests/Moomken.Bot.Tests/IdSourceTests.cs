using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Moomken.Bot.Tests;

public class IdSourceTests
{
    [Fact]
    public void Ids_made_within_one_millisecond_are_still_in_order()
    {
        var ids = new IdSource(new FakeTimeProvider(), new Random(7).NextBytes);

        var made = Enumerable.Range(0, 70_000).Select(_ => ids.Next()).ToList();

        Assert.Equal(made.Order(StringComparer.Ordinal), made);
        Assert.Equal(made.Count, made.Distinct().Count());
    }

    [Fact]
    public void An_id_stays_above_the_last_one_when_the_clock_goes_back()
    {
        var back = new SteppingClock([1_000, 2_000, 1_500]);
        var ids = new IdSource(back, new Random(7).NextBytes);

        var (first, second, third) = (ids.Next(), ids.Next(), ids.Next());

        Assert.True(string.CompareOrdinal(first, second) < 0);
        Assert.True(string.CompareOrdinal(second, third) < 0);
    }

    [Fact]
    public void A_case_code_has_no_letter_that_can_be_misread()
    {
        var ids = new IdSource(new FakeTimeProvider(), new Random(7).NextBytes);

        for (var i = 0; i < 1_000; i++)
        {
            Assert.Matches("^[0-9A-HJKMNP-TV-Z]{8}$", ids.NextCode());
        }
    }

    private sealed class SteppingClock(long[] milliseconds) : TimeProvider
    {
        private int index;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds[index++]);
    }
}
