using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Messages;
using Moomken.Bot.Telemetry;

namespace Moomken.Bot.Conversations;

/// <summary>
/// Two machines that answer one another would pay for messages all night. What comes from a short code, a name, our own number,
/// or is our own text come back, is taken and never answered; so is the same text for the fourth time running.
/// </summary>
public static class LoopGuard
{
    /// <summary>Numbers of networks and services; people's have nine digits and more.</summary>
    private const int LongestShortCode = 6;

    /// <summary>Shorter texts come twice by chance, or are a person's patient answer.</summary>
    private const int ShortestEcho = 20;

    /// <summary>Of a text of ours: what is added behind it (numbered choices, a second part) does not matter.</summary>
    private const int Compared = 60;

    private const int MostAlike = 3;

    private static readonly TimeSpan AlikeWithin = TimeSpan.FromMinutes(10);

    /// <summary>True when the message must not be answered. Takes note of what was heard, and for counting of why.</summary>
    public static bool IsLoop(ConversationTurn turn, InboundMessage message)
    {
        turn.Guarded = turn.Profile.Segments ? MachineAt(turn.Address) ?? EchoIn(turn, message) : null;
        return turn.Guarded is not null;
    }

    private static LoopKind? EchoIn(ConversationTurn turn, InboundMessage message)
    {
        if (message.Text is not { Length: >= ShortestEcho } text)
        {
            return null;
        }

        var print = Print(text);
        var echo = turn.Conversation.Echo ?? new Echo(null, null, 0, turn.Now);
        var times = echo.Heard == print && turn.Now - echo.At < AlikeWithin ? echo.Times + 1 : 1;
        turn.Conversation = turn.Conversation with { Echo = echo with { Heard = print, Times = times, At = turn.Now } };
        return echo.Said == print ? LoopKind.Echo : times > MostAlike ? LoopKind.Repeated : null;
    }

    /// <summary>Remembers what we say where it may come back.</summary>
    public static Conversation Said(Conversation conversation, ConversationTurn turn, string text) =>
        turn.Profile.Segments && text.Length >= ShortestEcho
            ? conversation with { Echo = (conversation.Echo ?? new Echo(null, null, 0, turn.Now)) with { Said = Print(text) } }
            : conversation;

    /// <summary>Only where our own account is a number are others known by numbers: a terminal's people have names.</summary>
    private static LoopKind? MachineAt(ChannelAddress address)
    {
        var account = Number(address.Account);
        if (account.Length < 3 || !account.All(char.IsAsciiDigit))
        {
            return null;
        }

        var user = Number(address.User);
        return user == account ? LoopKind.Ourselves
            : user.Length <= LongestShortCode || !user.All(char.IsAsciiDigit) ? LoopKind.Machine
            : null;
    }

    private static string Number(string written) => written.TrimStart('+').Trim();

    private static string Print(string text)
    {
        var folded = ArabicText.FoldPhrase(text.Length > 4 * Compared ? text[..(4 * Compared)] : text);
        return TextPrint.Of(folded.Length > Compared ? folded[..Compared] : folded);
    }
}

/// <summary>Fingerprints of the last texts in both directions.</summary>
/// <param name="Said">Of what we said last.</param>
/// <param name="Heard">Of what we heard last.</param>
/// <param name="Times">How often it was heard running.</param>
/// <param name="At">When it was heard.</param>
public sealed record Echo(string? Said, string? Heard, int Times, DateTimeOffset At);
