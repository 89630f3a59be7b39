using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;

namespace Moomken.Bot.Host.Nodes;

/// <summary>The nodes of one database: who holds the lease of an account sends for it.</summary>
internal sealed class PostgresNodes(HeldLeases held, NodeBell bell) : INodes
{
    public const string OutboxTopic = "outbox";

    public bool DoesRounds => held.Holds(NodeSession.Rounds);

    public long? Term(string channel, string account) => held.Term(RowFormat.Account(channel, account));

    public bool KnowsAll(string channel, string account) => held.KnowsAll(RowFormat.Account(channel, account));

    public void Tell(string conversationId, ChannelAddress address)
    {
        if (held.Holds(RowFormat.Account(address.Channel, address.Account)))
        {
            bell.RingHere(OutboxTopic, conversationId);
        }
        else
        {
            bell.Ring(OutboxTopic, conversationId);
        }
    }
}
