using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Places;

/// <summary>Reading a place: one's own station by a button, a name as it is written, a shared location as the nearest place known.</summary>
public sealed class PlaceFunctions(Gazetteer places)
{
    private readonly PlaceStanding standing = new(places);

    /// <summary>The value of a place that is kept in the person's own words.</summary>
    public const string Free = "free";

    private const string AsWritten = "common.place_as_written";

    /// <summary>The place as it was written, while it is asked which one was meant.</summary>
    private const string WrittenSlot = "place_written";

    /// <summary>Shorter numbers are a choice that is not there, not the number of a station.</summary>
    private const int ShortestNumber = 3;

    /// <summary>Numbers that are offered for one that was mistyped.</summary>
    private const int MostNear = 4;

    /// <summary>Longer words are no label of a button.</summary>
    private const int LongestLabel = 60;

    /// <summary>The value of a place that is only a position.</summary>
    public const string Position = "position";

    public void Register(DialogFunctions functions)
    {
        functions.Choices["place_choices"] = OwnStation;
        functions.Resolvers["place"] = Read;
        functions.Texts.UnionWith([PlaceStanding.Moved, PlaceStanding.Closed, AsWritten]);
        functions.Labels["place"] = (answer, tongue) => places.ById(answer.Value)?.Label(tongue);
    }

    /// <summary>One that moved is offered where it is now first.</summary>
    private ImmutableArray<Choice> OwnStation(FunctionContext context)
    {
        if (context.Fact("station") is not { } station)
        {
            return [];
        }

        var own = new Choice(station, context.Fact("station_label") ?? station);
        return places.ById(station) is { } place && standing.Now(place) is { } now
            ? [new Choice(now.Id, PlaceLabels.Of(places, now, [now, place], context.Context.Tongue)), own]
            : [own];
    }

    private Resolution Read(DialogInput input, FunctionContext context) => input switch
    {
        DialogInput.Text text => Named(text.Value, context),
        DialogInput.Press { Choice: Free } when context.Slot(WrittenSlot) is { } written => new Resolution.Found(new Answer(Free, written)),
        DialogInput.Press press when places.ById(press.Choice) is { } place => Known(place, null, context),
        DialogInput.Location location => Near(location, context.Context.Tongue),
        _ => new Resolution.Wrong("common.miss"),
    };

    /// <summary>A name that nobody knows is kept as it was written: a report is never refused for its form.</summary>
    private Resolution Named(string words, FunctionContext context) => places.Find(words) switch
    {
        PlaceMatch.One { Place: var place } when Parallels(place, words) is { Length: > 1 } group => Which(group, words, context),
        PlaceMatch.One one => Known(one.Place, words, context),
        PlaceMatch.Several several => Which(several.Places, words, context),
        _ when words.Length < ShortestNumber && words.All(char.IsDigit) => new Resolution.Several([]),
        _ when Mistyped(words, context) is { IsEmpty: false } near => Which(near, words, context),
        _ => Resolution.Found.AsWritten(new Answer(Free, words), AsWritten),
    };

    private Resolution Known(Place place, string? words, FunctionContext context) =>
        standing.Notice(place, context) ?? (Resolution)new Resolution.Found(Answer(place, context.Context.Tongue) with { Raw = words });

    /// <summary>A station that works in parallel elsewhere is one of several by its name; by its number it is itself.</summary>
    private ImmutableArray<Place> Parallels(Place place, string words) =>
        place.Parallel is null || Digits.ToAscii(words).Contains(place.Id, StringComparison.Ordinal) ? [] : [place, .. places.InParallelWith(place)];

    /// <summary>A number that no place has, one keystroke from some that are there; those of the observer's own municipality first.</summary>
    private ImmutableArray<Place> Mistyped(string words, FunctionContext context)
    {
        var number = Digits.ToAscii(words.Trim());
        var own = context.Fact("station") is { } station ? places.ById(station)?.MunicipalityId : null;
        return number.Length > ShortestNumber && number.All(char.IsAsciiDigit)
            ? [.. places.OneDigitFrom(number).OrderByDescending(place => own is not null && place.MunicipalityId == own).Take(MostNear)]
            : [];
    }

    /// <summary>Whoever wrote more than the name of an area (a school in it) may keep it as written.</summary>
    private Resolution.Several Which(ImmutableArray<Place> found, string words, FunctionContext context)
    {
        var phrase = ArabicText.FoldPhrase(words);
        ImmutableArray<Choice> likely = [.. found.Select(place => new Choice(place.Id, PlaceLabels.Of(places, place, found, context.Context.Tongue)))];
        var saysMore = words.Length <= LongestLabel && found.All(place => !Names(place).Any(name => name.Contains(phrase, StringComparison.Ordinal)));
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

    private static Answer Answer(Place place, Tongue tongue) => new(place.Id, place.Label(tongue), Point: place.Point);
}
