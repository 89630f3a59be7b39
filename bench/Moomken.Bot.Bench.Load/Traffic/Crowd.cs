using Moomken.Bot.Bench.Load.Script;

namespace Moomken.Bot.Bench.Load.Traffic;

/// <summary>All people of a run.</summary>
public sealed class Crowd
{
    private readonly TimeProvider time;
    private readonly long firstChat;
    private readonly Conversation[] people;
    private int lastUpdate;
    private long unexpected;
    private long lastAnsweredAt;

    /// <param name="script">What everybody says.</param>
    /// <param name="people">How many they are; their chat ids follow <paramref name="firstChat"/>.</param>
    /// <param name="firstChat">Another one for a second run against the same server.</param>
    /// <param name="firstUpdate">Likewise: a server ignores updates that it has seen.</param>
    /// <param name="time">For the dates in updates.</param>
    public Crowd(ConversationScript script, int people, long firstChat, int firstUpdate, TimeProvider time)
    {
        Script = script;
        this.firstChat = firstChat;
        this.time = time;
        lastUpdate = firstUpdate - 1;
        this.people = [.. Enumerable.Range(0, people).Select(index => new Conversation(firstChat + index, index, this))];
    }

    /// <summary>Called after every turn, with null times when it failed.</summary>
    public Action<Conversation, TurnTimes?>? TurnOver { get; set; }

    public ConversationScript Script { get; }

    public Faults Faults { get; } = new();

    public IReadOnlyList<Conversation> People => people;

    /// <summary>Messages beyond what the script expects; more than a few mean that "replies" in the script is wrong.</summary>
    public long Unexpected => Interlocked.Read(ref unexpected);

    /// <summary>A chat that is nobody's of the crowd.</summary>
    internal long FloodChat => firstChat - 1;

    /// <summary>When an update was last answered or confirmed, as a timestamp.</summary>
    public long LastAnsweredAt => Interlocked.Read(ref lastAnsweredAt);

    internal long UnixSeconds => time.GetUtcNow().ToUnixTimeSeconds();

    public Conversation? Find(long chat)
    {
        var index = chat - firstChat;
        return index >= 0 && index < people.Length ? people[index] : null;
    }

    internal int NextUpdate() => Interlocked.Increment(ref lastUpdate);

    internal void NoteAnswered(long timestamp) => Interlocked.Exchange(ref lastAnsweredAt, timestamp);

    internal void CountUnexpected() => Interlocked.Increment(ref unexpected);

    internal void End(Conversation conversation, TurnTimes? times) => TurnOver?.Invoke(conversation, times);
}
