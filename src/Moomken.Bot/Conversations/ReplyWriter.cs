using System.Collections.Immutable;
using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Conversations;

/// <summary>Makes one message of everything that a turn says: what was understood, the question, and the ways on.</summary>
public sealed class ReplyWriter(DialogLibrary library, IdSource ids)
{
    /// <summary>A reply that could not be delivered for a day helps nobody any more.</summary>
    public static readonly TimeSpan ReplyLasts = TimeSpan.FromHours(24);

    /// <summary>A reminder is of use only soon.</summary>
    public static readonly TimeSpan ReminderLasts = TimeSpan.FromHours(2);

    /// <summary>Null when there is nothing to say.</summary>
    public OutboundMessage? Write(ConversationTurn turn, IReadOnlyList<string> said, Prompt? prompt, Lane lane)
    {
        // Every character of an SMS is paid for: no blank lines there.
        var gap = ChannelProfile.OfChannel(turn.Address.Channel).Segments ? "\n" : "\n\n";
        var text = string.Join(gap, said.Append(prompt?.Text).Where(part => !string.IsNullOrWhiteSpace(part)));
        if (text.Length == 0)
        {
            return null;
        }

        var choices = ImmutableArray<OutboundChoice>.Empty;
        if (prompt is not null)
        {
            choices = [.. prompt.Choices.Select(choice => Choice(turn, prompt, choice, false)), .. prompt.Ways.Select(way => Choice(turn, prompt, way, true))];
        }

        return Message(turn, text, lane) with { Choices = choices, WantsLocation = prompt?.WantsLocation ?? false };
    }

    public OutboundMessage Message(ConversationTurn turn, string text, Lane lane) => new()
    {
        Id = ids.Next(),
        Lane = lane,
        Tongue = turn.Person.Tongue,
        Text = text,
        CreatedAt = turn.Now,
        ExpiresAt = turn.Now + (lane == Lane.Reminder ? ReminderLasts : ReplyLasts),
    };

    /// <summary>A choice of the menu is a command and means the same for ever; any other is bound to its question.</summary>
    private OutboundChoice Choice(ConversationTurn turn, Prompt prompt, Choice choice, bool way)
    {
        var lasting = (way || turn.Conversation.Session.Top?.Dialog == DialogEngine.MenuDialog) && library.IsCommand(choice.Id) && choice.Id is not ("back" or "more" or "cancel");
        return new OutboundChoice(lasting ? "/" + choice.Id : $"{prompt.Ask}:{choice.Id}", choice.Label, choice.Key, way, choice.InText);
    }

    /// <summary>Reads a payload back. Text that is none of ours is a press of nothing: it is stale.</summary>
    public static DialogInput.Press Read(string payload)
    {
        if (payload.StartsWith('/'))
        {
            return new DialogInput.Press(0, payload);
        }

        var colon = payload.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && long.TryParse(payload.AsSpan(0, colon), out var ask)
            ? new DialogInput.Press(ask, payload[(colon + 1)..])
            : new DialogInput.Press(-1, "");
    }
}
