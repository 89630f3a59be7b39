using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Messages;
using Moomken.Bot.Rendering;

namespace Moomken.Bot.Host.Channels.Kannel;

/// <summary>A message as the texts of SMS that Kannel sends whole. It cuts off without a word what is over its limit of parts.</summary>
internal static class KannelText
{
    /// <summary>UTF-16 units that one part of several holds; the step by which a text is made shorter.</summary>
    private const int UnitsOfPart = 67;

    /// <summary>Empty only when there is nothing to say. No text is more than <paramref name="maxParts"/> parts.</summary>
    public static ImmutableArray<string> Of(OutboundMessage message, int maxParts)
    {
        var most = ChannelProfile.Sms.MaxText;
        while (true)
        {
            var texts = NumberedText.Render(message, ChannelProfile.Sms with { MaxText = most }).Parts;
            if (most <= UnitsOfPart || texts.All(text => SmsSegments.Count(text).Segments <= maxParts))
            {
                return texts;
            }

            most -= UnitsOfPart;
        }
    }
}
