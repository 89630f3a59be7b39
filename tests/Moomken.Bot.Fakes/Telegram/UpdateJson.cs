using System.Text.Json.Nodes;

namespace Moomken.Bot.Fakes.Telegram;

/// <summary>The pieces that updates are made of.</summary>
internal static class UpdateJson
{
    public static JsonObject Message(long chat, int id, JsonObject content, long date)
    {
        var message = new JsonObject
        {
            ["message_id"] = id,
            ["from"] = User(chat),
            ["chat"] = FakeChats.ChatJson(chat),
            ["date"] = date,
        };
        foreach (var (name, value) in content)
        {
            message[name] = value?.DeepClone();
        }

        return message;
    }

    public static JsonObject Media(string kind, JsonNode file, string? caption, string? album)
    {
        var content = new JsonObject { [kind] = file };
        if (caption is not null)
        {
            content["caption"] = caption;
        }

        if (album is not null)
        {
            content["media_group_id"] = album;
        }

        return content;
    }

    public static JsonObject User(long id) => new() { ["id"] = id, ["is_bot"] = false, ["first_name"] = "فاطمة", ["language_code"] = "ar" };

    public static JsonObject File(FakeFile file, int? width, int? height)
    {
        var json = new JsonObject { ["file_id"] = file.Id, ["file_unique_id"] = file.UniqueId, ["file_size"] = file.Bytes.Length };
        if (width is not null)
        {
            (json["width"], json["height"]) = (width, height);
        }

        return json;
    }
}
