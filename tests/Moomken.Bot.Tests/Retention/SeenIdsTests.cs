using System.Globalization;
using Moomken.Bot.Retention;
using Xunit;

namespace Moomken.Bot.Tests.Retention;

public sealed class SeenIdsTests
{
    private const int Many = 300_000;

    [Fact]
    public void It_knows_every_id_that_it_saw_and_takes_hardly_any_other_for_one()
    {
        var seen = new SeenIds(seed: 1);
        seen.Add(Enumerable.Range(0, Many).Select(Id));

        Assert.All(Enumerable.Range(0, Many).Where(number => number % 101 == 0), number => Assert.True(seen.Holds(Id(number))));
        Assert.InRange(Enumerable.Range(Many, 100_000).Count(number => seen.Holds(Id(number))), 0, 500);
    }

    [Fact]
    public void What_one_sweep_takes_for_seen_the_next_one_does_not()
    {
        var (first, second) = (new SeenIds(seed: 1), new SeenIds(seed: 2));
        first.Add(Enumerable.Range(0, Many).Select(Id));
        second.Add(Enumerable.Range(0, Many).Select(Id));

        var taken = Enumerable.Range(Many, 100_000).Select(Id).Where(first.Holds).ToList();

        Assert.NotEmpty(taken);
        Assert.Contains(taken, id => !second.Holds(id));
    }

    private static string Id(int number) => number.ToString("x12", CultureInfo.InvariantCulture);
}
