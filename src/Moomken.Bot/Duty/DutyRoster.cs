using System.Collections.Immutable;

namespace Moomken.Bot.Duty;

/// <summary>Who is told at once, and in which order. A region without a list of its own uses the one for everywhere, and without that one everybody is told: no call goes to nobody while there is somebody.</summary>
/// <param name="People">In the order of the settings.</param>
/// <param name="EscalateAfter">Without an acknowledgement for this long, the next on the list is told.</param>
public sealed record DutyRoster(ImmutableArray<DutyContact> People, TimeSpan EscalateAfter)
{
    /// <summary>The region word that stands for all of them.</summary>
    public const string Everywhere = "All";

    /// <summary>Times that the whole list is gone through before it stays with the last.</summary>
    public const int Rounds = 3;

    /// <summary>True when somebody is named for this region or for all.</summary>
    public bool Covers(string region) => People.Any(contact => contact.Region == region || contact.Region == Everywhere);

    /// <param name="region">Null for a call without a place.</param>
    public ImmutableArray<DutyContact> For(string? region)
    {
        var own = People.Where(contact => region is not null && contact.Region == region).ToImmutableArray();
        if (!own.IsEmpty)
        {
            return own;
        }

        var everywhere = People.Where(contact => contact.Region == Everywhere).ToImmutableArray();
        // A call for help or for a person has no place: whoever is there for all is told first, and then each of the others.
        return region is not null && !everywhere.IsEmpty ? everywhere : [.. everywhere, .. People.Where(contact => contact.Region != Everywhere)];
    }
}

/// <summary>One coordinator on duty: where to reach them. <paramref name="User"/> is personal and never logged.</summary>
public sealed record DutyContact(string Region, string Channel, string User)
{
    public override string ToString() => $"{Region}/{Channel}/•••";
}
