using Moomken.Bot.Crash;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Storage;

/// <summary>Looks whether the load left what it must: all that was acknowledged, and no work in part.</summary>
internal static class LoadCheck
{
    /// <summary>Gives the last number of each lane.</summary>
    public static async Task<long[]> Check(IStore store, IReadOnlyList<long> acknowledged)
    {
        var last = new long[StoreLoad.Lanes];
        for (var lane = 0; lane < StoreLoad.Lanes; lane++)
        {
            last[lane] = await Check(store, lane);
            Assert.True(last[lane] >= acknowledged[lane], $"lane {lane}: {acknowledged[lane]} was acknowledged, {last[lane]} is there");
        }

        return last;
    }

    private static Task<long> Check(IStore store, int lane) => store.ReadAsync(reader =>
    {
        var last = reader.Get(Tally.Documents, $"{lane}")?.Number ?? 0;
        Assert.Equal(last, reader.Get(Tally.Documents, $"{lane} shadow")?.Number ?? 0);
        Assert.Equal(last, reader.Version(Tally.Documents, $"{lane}"));

        var expected = new List<string>();
        for (var number = Math.Max(1, last - StoreLoad.Kept + 1); number <= last; number++)
        {
            expected.Add(StoreLoad.EntryId(lane, number));
        }

        var found = reader.Find(Entry.Documents, "lane", $"{lane}", 1_000);
        Assert.Equal(expected, found.Select(entry => entry.Id));
        Assert.All(found, entry => Assert.Equal(entry.Number % 700, entry.Text.Length));
        Assert.Equal(expected, reader.Scan(Entry.Documents, 10_000).Where(entry => entry.Lane == $"{lane}").Select(entry => entry.Id));
        return last;
    });
}
