using System.Globalization;
using Moomken.Bot.Conversations;

namespace Moomken.Bot.People;

/// <summary>
/// A phone that somebody else uses from now on, or uses too: they go on there as a person of their own. The slot holds when they were first
/// heard, since what we said before that was said to the other.
/// </summary>
internal static class SharedPhone
{
    public const string SinceSlot = "since";

    /// <summary>Who stands on the duty roster is alerted at this address: nobody else may take it over by a yes.</summary>
    public static bool MayBeLeft(Person person) => person.Role != Role.Coordinator;

    public static string Since(ConversationTurn turn) => turn.Now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>Null where the dialog was opened without such a moment: a number that was silent for long.</summary>
    public static DateTimeOffset? ReadSince(ActionContext context) =>
        context.Slot(SinceSlot) is { } slot && long.TryParse(slot.Value, CultureInfo.InvariantCulture, out var since) ? DateTimeOffset.FromUnixTimeMilliseconds(since) : null;
}
