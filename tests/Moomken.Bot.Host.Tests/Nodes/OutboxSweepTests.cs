using Moomken.Bot.Host.Nodes;
using Xunit;

namespace Moomken.Bot.Host.Tests.Nodes;

public class OutboxSweepTests
{
    private readonly OutboxSweep sweep = new(term: 3, spell: 1, missed: 0);

    [Fact]
    public void The_first_round_offers_all_that_is_pending_also_over_several_pages()
    {
        Assert.Equal(["a", "b"], sweep.ToOffer([("a", 1), ("b", 1)]));
        sweep.Seen([("a", 1), ("b", 1)], isLast: false);
        Assert.Equal("b", sweep.After);
        Assert.True(sweep.IsFirst);

        Assert.Equal(["c"], sweep.ToOffer([("c", 1)]));
        sweep.Seen([("c", 1)], isLast: true);
        Assert.Equal("", sweep.After);
        Assert.False(sweep.IsFirst);
    }

    [Fact]
    public void What_came_later_is_offered_when_it_still_lies_there_a_round_later_and_only_once()
    {
        Round(("a", 1));
        Assert.Empty(Round(("a", 1), ("new", 7)));
        Assert.Equal(["new"], Round(("a", 1), ("new", 7)));
        Assert.Empty(Round(("a", 1), ("new", 7)));
    }

    [Fact]
    public void What_moves_is_in_somebody_s_hands_and_left_alone()
    {
        Round(("a", 1));
        Assert.Empty(Round(("a", 2)));
        Assert.Empty(Round(("a", 3)));
        Assert.Equal(["a"], Round(("a", 3)));
    }

    private List<string> Round(params (string Id, long Stamp)[] pending)
    {
        var offered = sweep.ToOffer([.. pending]);
        sweep.Seen([.. pending], isLast: true);
        return offered;
    }
}
