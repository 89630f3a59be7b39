using Moomken.Bot.Messages;

namespace Moomken.Bot.Conversations;

/// <summary>Puts what a turn says into its conversation, and remembers it where it may come back as an echo.</summary>
public sealed class TurnReplies(ReplyWriter writer)
{
    public void Say(ConversationTurn turn, string text) =>
        turn.Conversation = LoopGuard.Said(turn.Conversation.PlusReply(writer.Message(turn, text, Lane.Reply)), turn, text);

    /// <summary>Nothing when the result says nothing.</summary>
    public void Reply(ConversationTurn turn, DialogResult result, Lane lane)
    {
        if (writer.Write(turn, result.Said, result.Prompt, lane) is { } message)
        {
            turn.Conversation = LoopGuard.Said(turn.Conversation.PlusReply(message), turn, message.Text);
        }
    }
}
