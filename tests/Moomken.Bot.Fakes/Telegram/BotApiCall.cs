using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Moomken.Bot.Fakes.Telegram;

/// <summary>One call of a bot, whichever way its fields came: query, JSON, form or multipart.</summary>
public sealed record BotApiCall(string Method, JsonObject Fields, IReadOnlyDictionary<string, BotApiUpload> Uploads)
{
    public string? Text(string field) => Fields[field] switch
    {
        JsonValue value => value.ToString(),
        { } other => other.ToJsonString(),
        null => null,
    };

    public long? Number(string field) =>
        long.TryParse(Text(field), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public bool Flag(string field) => string.Equals(Text(field), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>An object or list; in a form it comes as its JSON text.</summary>
    public JsonNode? Node(string field) => Fields[field] switch
    {
        JsonValue value when value.ToString() is ['{' or '[', ..] text => JsonNode.Parse(text),
        JsonValue => null,
        { } node => node,
        null => null,
    };

    internal static async Task<BotApiCall> Read(string method, HttpRequest request)
    {
        var fields = new JsonObject();
        var uploads = new Dictionary<string, BotApiUpload>();
        foreach (var (name, value) in request.Query)
        {
            fields[name] = value.ToString();
        }

        if (request.HasFormContentType)
        {
            await ReadForm(await request.ReadFormAsync(), fields, uploads);
        }
        else if (request.HasJsonContentType())
        {
            foreach (var (name, value) in (await JsonNode.ParseAsync(request.Body))!.AsObject())
            {
                fields[name] = value?.DeepClone();
            }
        }

        return new BotApiCall(method, fields, uploads);
    }

    private static async Task ReadForm(IFormCollection form, JsonObject fields, Dictionary<string, BotApiUpload> uploads)
    {
        foreach (var (name, value) in form)
        {
            fields[name] = value.ToString();
        }

        foreach (var file in form.Files)
        {
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes);
            uploads[file.Name] = new BotApiUpload(file.FileName, bytes.ToArray());
        }
    }
}

/// <summary>A file part of a multipart call.</summary>
public sealed record BotApiUpload(string FileName, byte[] Bytes);
