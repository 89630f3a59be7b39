using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Messages;
using Moomken.Bot.Rendering;

namespace Moomken.Bot.Host.Transcripts;

/// <summary>A message as its channel draws it, in text: the parts, and a line for each row of buttons.</summary>
public static class ShownMessage
{
    public static string Of(OutboundMessage message, ChannelProfile profile)
    {
        var shape = NumberedText.Render(message, profile);
        var lines = shape.Parts.ToList();
        if (!shape.Pressable.IsEmpty)
        {
            lines.Add(string.Join(' ', shape.Pressable.Select(choice => $"[{choice.Title}]")));
        }

        if (message.WantsLocation && profile.Location)
        {
            lines.Add("[📍]");
        }

        return string.Join('\n', lines);
    }
}
