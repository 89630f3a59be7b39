using System.Collections.Immutable;

namespace Moomken.Bot.Conversations;

/// <summary>
/// The provider's ids of the last messages in a conversation. A look-up goes back to some seconds before the message in doubt was made, since
/// clocks differ and providers write whole seconds: whatever was taken so lately must be known here, or it passes for that message and
/// the person never gets it. Fast machines are sent many in that time.
/// </summary>
/// <param name="Ids">Oldest first.</param>
/// <param name="Seconds">When each was taken, since 1970; 0 for not known.</param>
public sealed record TakenMessages(ImmutableList<string> Ids, ImmutableList<long> Seconds)
{
    /// <summary>Kept however old they are: more than are on their way to one person at a time.</summary>
    private const int Few = 12;

    /// <summary>Nobody is sent more within <see cref="Lately"/>; a bound on what a fault could make of it.</summary>
    private const int Most = 256;

    private const int Lately = 30;

    public static readonly TakenMessages None = new([], []);

    public static TakenMessages Of(ImmutableList<string> ids) => new(ids, [.. ids.Select(_ => 0L)]);

    public TakenMessages With(string? id, DateTimeOffset now)
    {
        if (id is null || Ids.Contains(id))
        {
            return this;
        }

        var second = now.ToUnixTimeSeconds();
        var (ids, seconds) = (Ids.Add(id), Seconds.Add(second));
        var old = 0;
        while (ids.Count - old > Few && (ids.Count - old > Most || seconds[old] < second - Lately))
        {
            old++;
        }

        return new TakenMessages(ids.RemoveRange(0, old), seconds.RemoveRange(0, old));
    }
}
