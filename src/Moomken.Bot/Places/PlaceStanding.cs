using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Places;

/// <summary>
/// Places that our list says are closed or moved. Whoever names one is told, and asked which is meant: the new one, or the old one all the same,
/// since that people stand before a closed door is often the report.
/// </summary>
public sealed class PlaceStanding(Gazetteer places)
{
    public const string Moved = "common.place_moved";
    public const string Closed = "common.place_closed";

    /// <summary>The place that somebody was told of already: naming it again means it.</summary>
    private const string ToldSlot = "place_told";

    /// <summary>A place that moved more often than this is a ring in the list.</summary>
    private const int MostMoves = 5;

    /// <summary>Where a place is now, over all its moves; null when it did not move, or nobody said where.</summary>
    public Place? Now(Place place)
    {
        var now = place;
        for (var moves = 0; moves < MostMoves && now.MovedTo is { } to && places.ById(to) is { } next; moves++)
        {
            now = next;
        }

        return now.Id == place.Id || now.MovedTo is not null ? null : now;
    }

    /// <summary>What is told and asked about a place that is not in use, for the first time; null for one that is.</summary>
    public Resolution.Several? Notice(Place place, FunctionContext context)
    {
        if (place.Status == PlaceStatus.Open || context.Slot(ToldSlot) == place.Id)
        {
            return null;
        }

        var tongue = context.Context.Tongue;
        var now = Now(place);
        ImmutableArray<Place> options = now is null ? [place] : [now, place];
        return new Resolution.Several(
            [.. options.Select(option => new Choice(option.Id, PlaceLabels.Of(places, option, options, tongue)))],
            ImmutableDictionary<string, Answer>.Empty.Add(ToldSlot, new Answer(place.Id)),
            place.Status == PlaceStatus.Moved ? Moved : Closed,
            ImmutableDictionary<string, string>.Empty.Add("place", Bidi.Isolate(place.Label(tongue))));
    }
}
