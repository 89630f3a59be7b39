using System.Text.Json;

namespace Moomken.Bot.Host.Tests.Channels.Kannel;

/// <summary>What Kannel 1.4.5 itself sent and answered, recorded in the file beside this one.</summary>
internal static class KannelVectors
{
    private static readonly JsonElement All = Read();

    public static IReadOnlyList<JsonElement> List(string name) => [.. All.GetProperty(name).EnumerateArray()];

    public static IEnumerable<string> Names(string list) => List(list).Select(Name);

    public static JsonElement Named(string list, string name) => List(list).Single(vector => Name(vector) == name);

    public static string Name(JsonElement vector) => vector.GetProperty("name").GetString()!;

    public static string? Text(this JsonElement element, params string[] path)
    {
        foreach (var step in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(step, out element))
            {
                return null;
            }
        }

        return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
    }

    /// <summary>As recorded, against another address.</summary>
    public static HttpRequestMessage Request(JsonElement vector, string address, string path)
    {
        var recorded = vector.GetProperty("request");
        var query = recorded.Text("target")![recorded.Text("target")!.IndexOf('?', StringComparison.Ordinal)..];
        var request = new HttpRequestMessage(new HttpMethod(recorded.Text("method")!), address + path + query);
        if (recorded.Text("bodyBase64") is { } body && request.Method == HttpMethod.Post)
        {
            request.Content = new ByteArrayContent(Convert.FromBase64String(body));
        }

        string[] ofTheConnection = ["Connection", "Host", "Content-Length", "Authorization"];
        foreach (var header in recorded.GetProperty("headers").EnumerateArray().Where(header => !ofTheConnection.Contains(header[0].GetString())))
        {
            if (!request.Headers.TryAddWithoutValidation(header[0].GetString()!, header[1].GetString()))
            {
                request.Content!.Headers.TryAddWithoutValidation(header[0].GetString()!, header[1].GetString());
            }
        }

        return request;
    }

    private static JsonElement Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Channels", "Kannel", "kannel-vectors.json")));
        return document.RootElement.Clone();
    }
}
