using System.Globalization;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Places;

/// <summary>Reading a place: one's own station by a button, a name as it is written, a shared location as the nearest place known.</summary>
public sealed class PlaceFunctions(Gazetteer places)
{
    /// <summary>The value of a place that is kept in the person's own words.</summary>
    public const string Free = "free";

    /// <summary>The value of a place that is only a position.</summary>
    public const string Position = "position";

    public void Register(DialogFunctions functions)
    {
        functions.Choices["place_choices"] = context => context.Fact("station") is { } station
            ? [new Choice(station, context.Fact("station_label") ?? station)]
            : [];
        functions.Resolvers["place"] = Read;
        functions.Labels["place"] = (answer, tongue) => places.ById(answer.Value)?.Label(tongue);
    }

    private Resolution Read(DialogInput input, FunctionContext context) => input switch
    {
        DialogInput.Text text => Named(text.Value, context.Context.Tongue),
        DialogInput.Press press when places.ById(press.Choice) is { } place => Found(place, context.Context.Tongue),
        DialogInput.Location location => Near(location, context.Context.Tongue),
        _ => new Resolution.Wrong("common.miss"),
    };

    /// <summary>A name that nobody knows is kept as it was written: a report is never refused for its form.</summary>
    private Resolution Named(string words, Tongue tongue) => places.Find(words) switch
    {
        PlaceMatch.One one => new Resolution.Found(Answer(one.Place, tongue) with { Raw = words }),
        PlaceMatch.Several several => new Resolution.Several([.. several.Places.Select(place => new Choice(place.Id, place.Label(tongue)))]),
        _ => new Resolution.Found(new Answer(Free, words)),
    };

    private Resolution Near(DialogInput.Location location, Tongue tongue)
    {
        if (places.Nearest(location.Point) is { } near)
        {
            return new Resolution.Found(Answer(near.Place, tongue) with { Point = location.Point, Raw = location.Name });
        }

        var shown = string.Create(CultureInfo.InvariantCulture, $"{location.Point.Latitude:0.000}, {location.Point.Longitude:0.000}");
        return new Resolution.Found(new Answer(Position, location.Name ?? shown, Point: location.Point));
    }

    private static Resolution.Found Found(Place place, Tongue tongue) => new(Answer(place, tongue));

    private static Answer Answer(Place place, Tongue tongue) => new(place.Id, place.Label(tongue), Point: place.Point);
}
