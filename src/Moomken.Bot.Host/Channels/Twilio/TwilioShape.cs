using System.Collections.Immutable;
using Moomken.Bot.Messages;
using Moomken.Bot.Rendering;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>
/// A message as Twilio is to send it: its parts, and what can be pressed under the last. On WhatsApp a turn is one message
/// wherever that is possible: each is counted, and two may overtake each other. So a text that is too long for buttons has
/// its choices written out rather than being cut in two.
/// </summary>
internal static class TwilioShape
{
    /// <summary>UTF-16 units that Twilio takes in one message without buttons.</summary>
    public const int LongestBody = 1600;

    /// <param name="message">Ours.</param>
    /// <param name="line">The channel.</param>
    /// <param name="writtenOut">True when its buttons were refused before.</param>
    public static ChannelShape Of(OutboundMessage message, TwilioLine line, bool writtenOut)
    {
        if (!line.IsWhatsApp)
        {
            return NumberedText.Render(message, line.Profile);
        }

        var plain = message with { Text = WhatsAppText.Plain(message.Text) };
        if (!writtenOut)
        {
            var drawn = NumberedText.Render(plain, line.Profile);
            if (drawn.Parts.Length == 1 && drawn.Style is ChoiceStyle.Buttons or ChoiceStyle.List && IsDrawable(drawn))
            {
                return drawn;
            }
        }

        return WrittenOut(plain, line);
    }

    public static ChannelShape WrittenOut(OutboundMessage message, TwilioLine line) =>
        NumberedText.Render(message, line.Profile with { MaxButtons = 0, MaxListRows = 0, MaxText = LongestBody });

    /// <summary>WhatsApp refuses two equal titles; and what reads like a place for a variable would be filled in by Twilio.</summary>
    private static bool IsDrawable(ChannelShape shape)
    {
        ImmutableArray<string> titles = [.. shape.Pressable.Select(choice => choice.Title)];
        return titles.Distinct(StringComparer.Ordinal).Count() == titles.Length
            && !titles.Concat(shape.Parts).Any(text => text.Contains("{{", StringComparison.Ordinal));
    }
}
