using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.OneLine;

/// <summary>What the person's channel shows of a reply, and what it costs.</summary>
internal sealed class LineScreen(FactSheet facts)
{
    /// <summary>Segments of an SMS that a reply is made to fit where it can; one less for a stranger, whom the first question is asked with it.</summary>
    private const int MostSegments = 2;

    public DialogContext Context(ConversationTurn turn) => new()
    {
        Tongue = turn.Person.Tongue,
        Channel = turn.Profile,
        Now = turn.Now,
        Facts = facts.Of(turn.Person),
    };

    /// <param name="turn">The turn.</param>
    /// <param name="text">The reply, with its marks.</param>
    /// <param name="more">Segments that are granted beyond the usual: help is worth one.</param>
    public static bool Fits(ConversationTurn turn, string text, int more = 0)
    {
        if (!turn.Profile.Segments)
        {
            return true;
        }

        // The question that strangers are asked with it is written in Arabic too, and one Arabic letter makes all of it so.
        var isStranger = turn.Person.Agreement is null;
        var shown = Bidi.WithoutMarks(Bidi.Mend(text)) + (isStranger ? "م" : "");
        return SmsSegments.Count(shown).Segments <= MostSegments + more - (isStranger ? 1 : 0);
    }
}
