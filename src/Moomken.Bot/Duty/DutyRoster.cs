using System.Collections.Immutable;

namespace Moomken.Bot.Duty;

/// <summary>Who is told at once, and in which order. A region without a list of its own uses the one for everywhere.</summary>
/// <param name="People">In the order of the settings.</param>
/// <param name="EscalateAfter">Without an acknowledgement for this long, the next on the list is told.</param>
public sealed record DutyRoster(ImmutableArray<DutyContact> People, TimeSpan EscalateAfter)
{
    /// <summary>The region word that stands for all of them.</summary>
    public const string Everywhere = "All";

    /// <summary>Times that the whole list is gone through before it stays with the last.</summary>
    public const int Rounds = 3;

    public ImmutableArray<DutyContact> For(string? region)
    {
        var own = People.Where(contact => contact.Region == region).ToImmutableArray();
        return own.IsEmpty ? [.. People.Where(contact => contact.Region == Everywhere)] : own;
    }
}

/// <summary>One coordinator on duty: where to reach them. <paramref name="User"/> is personal and never logged.</summary>
public sealed record DutyContact(string Region, string Channel, string User)
{
    public override string ToString() => $"{Region}/{Channel}/•••";
}
