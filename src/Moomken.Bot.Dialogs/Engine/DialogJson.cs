using System.Text.Json.Serialization;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>How sessions and turns are written as JSON: without reflection, and without what is empty.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(DialogSession))]
public sealed partial class DialogJson : JsonSerializerContext;
