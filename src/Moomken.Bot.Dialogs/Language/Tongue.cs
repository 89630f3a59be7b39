using System.Text.Json.Serialization;

namespace Moomken.Bot.Dialogs.Language;

/// <summary>A language that the service speaks. Arabic is first everywhere: the default, and the first on a menu.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Tongue>))]
public enum Tongue
{
    Arabic,
    English,
}

public static class Tongues
{
    public static readonly Tongue[] All = [Tongue.Arabic, Tongue.English];

    /// <summary>The code used in file names, settings and content: <c>ar</c> or <c>en</c>.</summary>
    public static string Code(this Tongue tongue) => tongue == Tongue.Arabic ? "ar" : "en";

    /// <summary>Reads <c>ar</c>, <c>en</c> or a longer tag such as <c>ar-LY</c>; null for anything else.</summary>
    public static Tongue? Parse(string? code) => code?.Split('-', '_')[0].ToLowerInvariant() switch
    {
        "ar" => Tongue.Arabic,
        "en" => Tongue.English,
        _ => null,
    };
}
