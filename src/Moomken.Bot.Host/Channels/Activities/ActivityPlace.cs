using System.Text.Json;
using Moomken.Bot.Dialogs.Engine;

namespace Moomken.Bot.Host.Channels.Activities;

internal static class ActivityPlace
{
    /// <summary>A shared place is an entity of type GeoCoordinates (Activity protocol), alone or as the geo of a Place.</summary>
    public static (GeoPoint? Point, string? Name) Read(JsonElement activity)
    {
        foreach (var entity in ActivityJson.ListOf(activity, "entities"))
        {
            var geo = ActivityJson.TextOf(entity, "type") == "Place" ? ActivityJson.Inner(entity, "geo") : entity;
            if (ActivityJson.TextOf(geo, "type") == "GeoCoordinates" && Degrees(geo, "latitude", 90) is { } latitude && Degrees(geo, "longitude", 180) is { } longitude)
            {
                return (new GeoPoint(latitude, longitude), ActivityJson.TextOf(entity, "name"));
            }
        }

        return default;
    }

    private static double? Degrees(JsonElement geo, string name, double most) =>
        ActivityJson.Inner(geo, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value) && Math.Abs(value) <= most ? value : null;
}
