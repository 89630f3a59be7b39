using Moomken.Bot.Duty;
using Xunit;

namespace Moomken.Bot.Tests.Duty;

public sealed class DutyRosterTests
{
    [Fact]
    public void A_call_without_a_place_goes_to_everybody_when_nobody_is_there_for_all() =>
        Assert.Equal(["east", "west", "south"], Told(null, ("East", "east"), ("West", "west"), ("South", "south")));

    [Fact]
    public void Whoever_is_there_for_all_is_told_of_it_first() =>
        Assert.Equal(["all", "east", "west"], Told(null, ("East", "east"), ("All", "all"), ("West", "west")));

    [Fact]
    public void A_region_with_people_of_its_own_is_told_alone() =>
        Assert.Equal(["west"], Told("West", ("East", "east"), ("All", "all"), ("West", "west")));

    [Fact]
    public void A_region_without_people_goes_to_those_for_all() =>
        Assert.Equal(["all"], Told("South", ("East", "east"), ("All", "all")));

    [Fact]
    public void A_region_that_nobody_covers_goes_to_everybody() =>
        Assert.Equal(["east", "west"], Told("South", ("East", "east"), ("West", "west")));

    private static IEnumerable<string> Told(string? region, params (string Region, string User)[] people) =>
        new DutyRoster([.. people.Select(contact => new DutyContact(contact.Region, "telegram", contact.User))], TimeSpan.FromMinutes(5)).For(region).Select(contact => contact.User);
}
