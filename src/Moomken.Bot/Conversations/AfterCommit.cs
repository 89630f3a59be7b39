using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Moomken.Bot.Telemetry;

namespace Moomken.Bot.Conversations;

/// <summary>What follows once a turn is durable, and never before: the sender and the timers are told, and it is counted.</summary>
public sealed class AfterCommit(Sender sender, TimerWheel timers)
{
    /// <param name="turn">Null where nothing was written: a repeat.</param>
    /// <param name="notice">The short notice for a pressed button, where there is one.</param>
    public Received Tell(ConversationTurn? turn, string? notice)
    {
        if (turn is null)
        {
            return new Received(true);
        }

        Count(turn);
        Offer(turn.Conversation, turn.Address);
        foreach (var (conversation, address) in turn.Touched)
        {
            Offer(conversation, address);
        }

        return new Received(false, notice);
    }

    /// <summary>A conversation as it was just written: what is due of it is sent, and its timers are set.</summary>
    public void Offer(Conversation conversation, ChannelAddress address)
    {
        sender.Offer(conversation, address);
        timers.Set(conversation);
    }

    private static void Count(ConversationTurn turn)
    {
        if (turn.Conversation.Session.Top is { } top)
        {
            BotMeter.Step(top.Dialog, top.State);
        }

        if (turn.ReportedSeverity is { } severity)
        {
            BotMeter.Report(severity, turn.Address.Channel);
        }

        if (turn.Guarded is { } kind)
        {
            BotMeter.Guarded(turn.Address.Channel, kind);
        }
    }
}
