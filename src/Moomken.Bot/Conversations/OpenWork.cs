using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.People;

namespace Moomken.Bot.Conversations;

/// <summary>
/// What a person has begun and not finished. It is where the person writes: with the first message on another of their
/// channels it goes there whole, so that there is never a second one, nor a reminder of it in two places.
/// </summary>
public static class OpenWork
{
    /// <summary>A dialog that is let go of sooner is looking something up, and is simply asked again elsewhere.</summary>
    private static readonly TimeSpan WorthKeeping = TimeSpan.FromDays(2);

    /// <summary>True when something is open that its dialog keeps through days of silence: a report, a call for help.</summary>
    public static bool In(DialogLibrary library, DialogSession session) =>
        session.Frames.Any(frame => library.Dialogs.TryGetValue(frame.Dialog, out var dialog) && dialog.Definition.ExpireIdle >= WorthKeeping);

    /// <summary>The conversation with the work of the other. Its next question has a number that neither has used: a button of either's older messages is known as old.</summary>
    public static Conversation Taken(Conversation to, Conversation source)
    {
        var sprint = Math.Max(to.Session.Sprint, source.Session.Sprint) + 1;
        return to with
        {
            Session = source.Session with { Sprint = sprint },
            Timers = [.. source.Timers.Select(timer => timer with { Sprint = sprint })],
            Danger = source.Danger ?? to.Danger,
            Recent = source.Recent?.At > (to.Recent?.At ?? DateTimeOffset.MinValue) ? source.Recent : to.Recent,
        };
    }

    /// <summary>The conversation without its work.</summary>
    public static Conversation Left(Conversation source) => source with { Session = source.Session with { Frames = [] }, Timers = [], Danger = null };

    /// <summary>
    /// Brings the person's work here, when they have some elsewhere and nothing of their own here. Gives the channel that it
    /// came from; null when nothing moved.
    /// </summary>
    public static string? Fetch(ConversationTurn turn, OnePerson people)
    {
        if (turn.Person.Linked.Length < 2 || In(turn.Library, turn.Conversation.Session)
            || OnePerson.Others(turn, turn.Person).FirstOrDefault(other => In(turn.Library, other.Session)) is not { } source)
        {
            return null;
        }

        turn.Conversation = Taken(turn.Conversation, source);
        turn.Change(Left(source), people.AddressOf(source, turn.Person));
        return source.Channel;
    }
}
