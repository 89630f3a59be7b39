using System.Collections.Immutable;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>One way in which a message of ours may read in Twilio's list.</summary>
/// <param name="Parts">Its texts, one a message at Twilio.</param>
/// <param name="WrittenOut">Its choices stand in the text, since no buttons could be made.</param>
internal sealed record TwilioWording(ImmutableArray<string> Parts, bool WrittenOut)
{
    /// <summary>
    /// UTF-16 units. A text of this length stands inside another only when that is ours with a template's words around it; a shorter
    /// one may by chance, and would then count as sent and be lost. Twice is better.
    /// </summary>
    private const int ShortestInside = 40;

    /// <summary>
    /// The likeliest first. After a restart nobody knows which it was: whether buttons could be made, and whether the 24 hours were
    /// over, is told by the moment of sending and not by the moment of asking.
    /// </summary>
    public static IEnumerable<TwilioWording> Of(OutboundMessage message, TwilioLine line, bool writtenOut)
    {
        yield return new TwilioWording(TwilioShape.Of(message, line, writtenOut).Parts, writtenOut);
        if (!line.IsWhatsApp)
        {
            yield break;
        }

        if (!writtenOut)
        {
            yield return new TwilioWording(TwilioShape.Of(message, line, writtenOut: true).Parts, WrittenOut: true);
        }

        yield return new TwilioWording([TwilioCalls.TemplateText(message, line)], writtenOut);
    }

    /// <summary>The message of the list that is this part; null when none is. One that reads exactly so goes before one that only holds it.</summary>
    public TwilioMessage? Find(IReadOnlyCollection<TwilioMessage> listed, int part)
    {
        var text = Squeezed(Parts[part]);
        return listed.FirstOrDefault(message => Squeezed(message.Body) == text)
            ?? (text.Length >= ShortestInside
                ? listed.FirstOrDefault(message => Squeezed(message.Body).Contains(text, StringComparison.Ordinal))
                : null);
    }

    /// <summary>Blanks and line breaks are not always given back as they were sent.</summary>
    private static string Squeezed(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
