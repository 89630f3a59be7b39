using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Places;

/// <summary>Reading a place: one's own station by a button, a name as it is written, a shared location as the nearest place known.</summary>
public sealed class PlaceFunctions(Gazetteer places)
{
    /// <summary>The value of a place that is kept in the person's own words.</summary>
    public const string Free = "free";

    /// <summary>The place as it was written, while it is asked which one was meant.</summary>
    private const string WrittenSlot = "place_written";

    /// <summary>Shorter numbers are a choice that is not there, not the number of a station.</summary>
    private const int ShortestNumber = 3;

    /// <summary>Longer words are no label of a button.</summary>
    private const int LongestLabel = 60;

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
        DialogInput.Press { Choice: Free } when context.Slot(WrittenSlot) is { } written => new Resolution.Found(new Answer(Free, written)),
        DialogInput.Press press when places.ById(press.Choice) is { } place => Found(place, context.Context.Tongue),
        DialogInput.Location location => Near(location, context.Context.Tongue),
        _ => new Resolution.Wrong("common.miss"),
    };

    /// <summary>A name that nobody knows is kept as it was written: a report is never refused for its form.</summary>
    private Resolution Named(string words, Tongue tongue) => places.Find(words) switch
    {
        PlaceMatch.One one => new Resolution.Found(Answer(one.Place, tongue) with { Raw = words }),
        PlaceMatch.Several several => Which(several, words, tongue),
        _ when words.Length < ShortestNumber && words.All(char.IsDigit) => new Resolution.Wrong("incident.place.miss"),
        _ => new Resolution.Found(new Answer(Free, words)),
    };

    /// <summary>Whoever wrote more than the name of an area (a school in it) may keep it as written.</summary>
    private static Resolution.Several Which(PlaceMatch.Several several, string words, Tongue tongue)
    {
        var phrase = ArabicText.FoldPhrase(words);
        ImmutableArray<Choice> likely = [.. several.Places.Select(place => new Choice(place.Id, place.Label(tongue)))];
        var saysMore = words.Length <= LongestLabel && several.Places.All(place => !Names(place).Any(name => name.Contains(phrase, StringComparison.Ordinal)));
        return saysMore
            ? new Resolution.Several(likely.Add(new Choice(Free, Bidi.Isolate(words))), ImmutableDictionary<string, Answer>.Empty.Add(WrittenSlot, new Answer(words)))
            : new Resolution.Several(likely);
    }

    private static IEnumerable<string> Names(Place place) =>
        new[] { place.Label(Tongue.Arabic), place.Label(Tongue.English) }.Concat(place.OtherNames).Select(ArabicText.FoldPhrase);

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
