using Moomken.Bot.Messages;

namespace Moomken.Bot.Outbox;

/// <summary>
/// Which of the nodes that share a store does what. Any node takes what comes in; for each channel account one of them sends, so
/// that its rates are kept and no message leaves twice, and one does the rounds. Thread-safe, and asked for every message: answers come from memory.
/// </summary>
public interface INodes
{
    /// <summary>
    /// While this node may send for the account, the number of its term: another one when the account was lost in between. Null when
    /// it may not, also for a node that was paused past its time.
    /// </summary>
    long? Term(string channel, string account);

    /// <summary>
    /// False while this node may send for the account but has not been through what the one before it left: what a conversation has
    /// pending may be sent already, and must be looked up in the sent log first.
    /// </summary>
    bool KnowsAll(string channel, string account);

    /// <summary>True while timers, duty alerts, downloads and pruning are this node's.</summary>
    bool DoesRounds { get; }

    /// <summary>
    /// Who sends for this account is told that the conversation has something for it: another node, or this one when it must look up
    /// first what was sent.
    /// </summary>
    void Tell(string conversationId, ChannelAddress address);
}

/// <summary>The embedded store has one process, and that does all.</summary>
public sealed class OnlyNode : INodes
{
    public static readonly OnlyNode Instance = new();

    public bool DoesRounds => true;

    public long? Term(string channel, string account) => 0;

    public bool KnowsAll(string channel, string account) => true;

    public void Tell(string conversationId, ChannelAddress address)
    {
        // There is nobody else.
    }
}
