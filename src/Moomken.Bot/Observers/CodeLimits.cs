using Moomken.Bot.Conversations;

namespace Moomken.Bot.Observers;

/// <summary>
/// How many wrong codes may be typed. With 60 bits in a code the limits are not what stops guessing, but a wrong code must
/// not be a free question, whoever asks and in however many chats.
/// </summary>
public static class CodeLimits
{
    /// <summary>Of one chat in an hour: a person who mistypes a code five times needs another way.</summary>
    public const int OfOneChat = 5;

    /// <summary>Of everybody in an hour: a thousand observers who all mistype once on the same morning still pass.</summary>
    public const int OfAll = 1_000;

    public static readonly TimeSpan Within = TimeSpan.FromHours(1);

    public static bool AreReached(ConversationTurn turn) =>
        Wrong(turn.Conversation.WrongCodes, turn.Now) >= OfOneChat || Wrong(turn.Store.Get(CodeTries.Documents, CodeTries.Id), turn.Now) >= OfAll;

    public static void Count(ConversationTurn turn)
    {
        turn.Conversation = turn.Conversation with { WrongCodes = More(turn.Conversation.WrongCodes, turn.Now) };
        turn.Store.Put(CodeTries.Documents, More(turn.Store.Get(CodeTries.Documents, CodeTries.Id), turn.Now));
    }

    private static int Wrong(CodeTries? tries, DateTimeOffset now) => tries is null || now - tries.Since >= Within ? 0 : tries.Wrong;

    private static CodeTries More(CodeTries? tries, DateTimeOffset now) => Wrong(tries, now) is > 0 and var wrong ? tries! with { Wrong = wrong + 1 } : new CodeTries(now, 1);
}
