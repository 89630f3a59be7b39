using Moomken.Bot.Messages;

namespace Moomken.Bot.Outbox;

/// <summary>Messages that this process has still to send, at one moment: by why they wait, and by lane.</summary>
public sealed class OutboxCounts
{
    private readonly LaneCount[] lanes = new LaneCount[Enum.GetValues<Lane>().Length];

    /// <summary>Due now or soon.</summary>
    public int Waiting { get; private set; }

    /// <summary>Kept until the person writes again.</summary>
    public int Held { get; private set; }

    /// <summary>Of unknown outcome: a report, a look-up or a second attempt will tell.</summary>
    public int InDoubt { get; private set; }

    /// <summary>Those that are due or in doubt. What is kept until the person writes is not late, however old it is.</summary>
    public LaneCount Of(Lane lane) => lanes[(int)lane];

    internal void Add(OutboundMessage message, bool held, bool inDoubt)
    {
        if (held)
        {
            Held++;
            return;
        }

        Waiting += inDoubt ? 0 : 1;
        InDoubt += inDoubt ? 1 : 0;
        var (count, oldest) = lanes[(int)message.Lane];
        lanes[(int)message.Lane] = new LaneCount(count + 1, oldest is { } known && known < message.CreatedAt ? known : message.CreatedAt);
    }
}

/// <param name="Count">Messages.</param>
/// <param name="Oldest">When the first of them was made; null when there is none.</param>
public readonly record struct LaneCount(int Count, DateTimeOffset? Oldest);
