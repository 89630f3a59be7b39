using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Evidence;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Conversations;

/// <summary>Turns a channel's message into what the engine understands, and takes the files in as evidence on the way.</summary>
public sealed class InputReading(EvidenceIntake evidence)
{
    public DialogInput Read(ConversationTurn turn, InboundMessage message)
    {
        if (message.Button is { } payload)
        {
            return ReplyWriter.Read(payload);
        }

        if (!message.Media.IsDefaultOrEmpty)
        {
            ImmutableArray<MediaItem> items = [.. message.Media.Select(media => evidence.Take(turn.Store, media, message.From.Channel, turn.Now))];
            return new DialogInput.Media(items, message.Text);
        }

        if (message.Location is { } point)
        {
            return new DialogInput.Location(point, message.LocationName);
        }

        if (message.OwnPhone is { } phone)
        {
            return new DialogInput.Contact(phone);
        }

        return message.UnsupportedKind is { } kind ? new DialogInput.Unsupported(kind) : new DialogInput.Text(message.Text ?? "");
    }
}
