using System.Text.Json;
using System.Text.Json.Serialization;
using Moomken.Bot.Tests.Support;
using Xunit;

namespace Moomken.Bot.Tests.OneLine;

/// <summary>The table of inputs and of what must be made of them.</summary>
internal static class LineVectors
{
    public static readonly List<LineVector> All = JsonSerializer.Deserialize(Repository.Read("tests/Moomken.Bot.Tests/OneLine/one-line-vectors.json"), LineVectorJson.Default.ListLineVector)!;

    public static TheoryData<int, string> Rows => [.. All.Select((vector, index) => (index, $"{vector.Row} {vector.Note}".Trim()))];
}

internal sealed class LineVector
{
    /// <summary>The row of the table, or the rule.</summary>
    public string Row { get; set; } = "";

    public string? Note { get; set; }

    public string Input { get; set; } = "";

    public string Form { get; set; } = "";

    public string? Case { get; set; }

    public bool New { get; set; }

    public Dictionary<string, string> Saved { get; set; } = [];

    public Dictionary<string, string> Wrong { get; set; } = [];

    public Dictionary<string, string> Mended { get; set; } = [];

    public List<string> Unknown { get; set; } = [];

    /// <summary>Ids that the reply asks for.</summary>
    public List<string> Missing { get; set; } = [];

    /// <summary>Parts of the Arabic reply.</summary>
    public List<string> Reply { get; set; } = [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(List<LineVector>))]
internal sealed partial class LineVectorJson : JsonSerializerContext;
