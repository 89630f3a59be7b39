using System.Text.Json.Serialization;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Incidents;

/// <summary>A case code that is in use. Looked up by its id, which costs a twentieth of asking the reports' index.</summary>
public sealed record TakenCode(string Code)
{
    public static readonly DocumentKind<TakenCode> Documents = new("taken_codes", taken => taken.Code, TakenCodeJson.Default.TakenCode);
}

[JsonSerializable(typeof(TakenCode))]
internal sealed partial class TakenCodeJson : JsonSerializerContext;
