using Moomken.Bot.Imports;
using Moomken.Bot.Places;

namespace Moomken.Bot.Observers;

/// <summary>What becomes of one line of an imported list.</summary>
/// <param name="Listed">The line.</param>
/// <param name="PhoneId">Look-up of the number.</param>
/// <param name="Kind">New, changed, unchanged, or left.</param>
/// <param name="Known">True when the number was there before.</param>
/// <param name="Joined">True once they have joined in a chat.</param>
/// <param name="Lapsed">True when the code has run out and no new one is made now.</param>
/// <param name="Invite">The code that is made; null for none.</param>
internal sealed record PlannedObserver(ListedObserver Listed, string PhoneId, PlannedKind Kind, bool Known, bool Joined, bool Lapsed, IssuedInvite? Invite)
{
    public static ImportTally Count(IReadOnlyList<PlannedObserver> planned, int knownBefore, ImportTable table)
    {
        string?[] notes =
        [
            .. PlaceImport.Ignored(table),
            Note(planned.Count(plan => plan.Joined), "of them have joined"),
            Note(planned.Count(plan => plan.Lapsed), "have a code that has run out: --reissue all makes new ones"),
            Note(planned.Count(plan => plan.Kind == PlannedKind.Left), "deleted their data and are left alone; --reissue NUMBER invites one again, if they want it"),
            Note(knownBefore - planned.Count(plan => plan.Known), "are known and not in this file: nothing changes for them"),
        ];
        return new ImportTally
        {
            New = planned.Count(plan => plan.Kind == PlannedKind.New),
            Changed = planned.Count(plan => plan.Kind == PlannedKind.Changed),
            Unchanged = planned.Count(plan => plan.Kind is PlannedKind.Unchanged or PlannedKind.Left),
            Notes = [.. notes.OfType<string>()],
        };
    }

    private static string? Note(int count, string says) => count > 0 ? $"{count} {says}." : null;
}

internal enum PlannedKind
{
    New,
    Changed,
    Unchanged,

    /// <summary>They deleted their data.</summary>
    Left,
}
