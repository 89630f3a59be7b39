using System.Text;
using System.Text.Json.Nodes;

namespace Moomken.Bot.Fakes.Telegram;

/// <summary>The methods that send, edit and delete messages, with the limits that the real server keeps.</summary>
internal sealed class FakeMessages(FakeChats chats)
{
    private const int LongestText = 4096;
    private const int LongestCaption = 1024;
    private const int LongestPayload = 64;

    public JsonObject SendMessage(BotApiCall call)
    {
        var chat = Reachable(call);
        var text = call.Text("text")?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            throw FakeApiError.BadRequest("message text is empty");
        }

        if (text.Length > LongestText)
        {
            throw FakeApiError.BadRequest("message is too long");
        }

        return chats.BotSays(chat, new JsonObject { ["text"] = text }, Markup(call));
    }

    public JsonObject SendFile(BotApiCall call, string kind, string extension)
    {
        var chat = Reachable(call);
        if (call.Text("caption") is { Length: > LongestCaption })
        {
            throw FakeApiError.BadRequest("message caption is too long");
        }

        var content = new JsonObject { [kind] = FileJson(kind, call.Text(kind), call, extension) };
        if (call.Text("caption") is { } caption)
        {
            content["caption"] = caption;
        }

        return chats.BotSays(chat, content, Markup(call));
    }

    public JsonArray SendMediaGroup(BotApiCall call)
    {
        var chat = Reachable(call);
        if (call.Node("media") is not JsonArray { Count: >= 2 and <= 10 } media)
        {
            throw FakeApiError.BadRequest("there must be 2 to 10 media in an album");
        }

        return new JsonArray([.. media.Select(item =>
        {
            var kind = (string)item!["type"]!;
            var content = new JsonObject { [kind] = FileJson(kind, (string?)item["media"], call, "bin"), ["media_group_id"] = "1" };
            if ((string?)item["caption"] is { } caption)
            {
                content["caption"] = caption;
            }

            return (JsonNode)chats.BotSays(chat, content, null);
        })]);
    }

    private JsonNode FileJson(string kind, string? reference, BotApiCall call, string extension)
    {
        var upload = reference?.StartsWith("attach://", StringComparison.Ordinal) == true ? reference["attach://".Length..] : reference is null ? kind : null;
        if (upload is not null && !call.Uploads.ContainsKey(upload))
        {
            throw FakeApiError.BadRequest("there is no " + kind + " in the request");
        }

        var file = upload is null
            ? chats.File(reference) ?? chats.AddFile([], kind + "s", extension, reference)
            : chats.AddFile(call.Uploads[upload].Bytes, kind + "s", extension);
        var json = new JsonObject { ["file_id"] = file.Id, ["file_unique_id"] = file.UniqueId, ["file_size"] = file.Bytes.Length };
        if (kind != "photo")
        {
            return json;
        }

        (json["width"], json["height"]) = (1280, 960);
        return new JsonArray(json);
    }

    public JsonObject SendLocation(BotApiCall call)
    {
        var place = new JsonObject { ["latitude"] = call.Fields["latitude"]?.DeepClone(), ["longitude"] = call.Fields["longitude"]?.DeepClone() };
        return chats.BotSays(Reachable(call), new JsonObject { ["location"] = place }, Markup(call));
    }

    public JsonObject EditText(BotApiCall call)
    {
        var (chat, old) = Mine(call, "message to edit not found");
        var markup = Markup(call);
        var rows = BotMessage.ReadRows(markup);
        var text = call.Text("text")?.Trim();
        if (text == old.Text && rows.SelectMany(row => row).SequenceEqual(old.Buttons))
        {
            throw FakeApiError.BadRequest("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message");
        }

        return Edit(chat, old, raw => raw["text"] = text, markup);
    }

    public JsonObject EditMarkup(BotApiCall call)
    {
        var (chat, old) = Mine(call, "message to edit not found");
        return Edit(chat, old, static _ => { }, Markup(call));
    }

    private JsonObject Edit(FakeChat chat, BotMessage old, Action<JsonObject> change, JsonNode? markup)
    {
        var raw = (JsonObject)old.Raw.DeepClone();
        raw["edit_date"] = chats.Now;
        raw.Remove("reply_markup");
        change(raw);
        if (markup is not null)
        {
            raw["reply_markup"] = markup.DeepClone();
        }

        chat.Replace(old, old with { Text = (string?)raw["text"], Rows = BotMessage.ReadRows(markup), Raw = raw });
        return (JsonObject)raw.DeepClone();
    }

    public JsonNode DeleteMessage(BotApiCall call)
    {
        var (chat, message) = Mine(call, "message to delete not found");
        chat.Remove(message);
        return true;
    }

    public long Reachable(BotApiCall call)
    {
        var chat = call.Number("chat_id") ?? throw FakeApiError.BadRequest("chat_id is empty");
        return chats[chat].Blocked ? throw new FakeApiError(FakeFailure.Blocked) : chat;
    }

    private (FakeChat Chat, BotMessage Message) Mine(BotApiCall call, string otherwise)
    {
        var chat = chats[Reachable(call)];
        return (chat, chat.Find(call.Number("message_id")) ?? throw FakeApiError.BadRequest(otherwise));
    }

    private static JsonNode? Markup(BotApiCall call)
    {
        var markup = call.Node("reply_markup");
        foreach (var button in BotMessage.ReadRows(markup).SelectMany(row => row))
        {
            if (Encoding.UTF8.GetByteCount(button.Payload ?? "") > LongestPayload)
            {
                throw FakeApiError.BadRequest("BUTTON_DATA_INVALID");
            }

            if (string.IsNullOrWhiteSpace(button.Label))
            {
                throw FakeApiError.BadRequest("can't parse inline keyboard button: Text buttons must have non-empty text");
            }
        }

        return markup;
    }
}
