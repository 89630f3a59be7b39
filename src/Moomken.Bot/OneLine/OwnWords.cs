using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Places;

namespace Moomken.Bot.OneLine;

/// <summary>Comparing answers of which some are kept in the person's own words.</summary>
internal static class OwnWords
{
    /// <summary>True when a value says what is said already. Two places that nobody knows have the same value, and are told apart by their words.</summary>
    public static bool Same(Answer? old, Answer given) =>
        old is not null && old.Value == given.Value && (old.Label == given.Label || given.Value is not (PlaceFunctions.Free or TimeFunctions.Words));
}
