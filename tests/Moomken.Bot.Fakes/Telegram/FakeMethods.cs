using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Moomken.Bot.Fakes.Telegram;

/// <summary>The methods of the Bot API that the fake knows, with the limits that the real one keeps.</summary>
internal sealed partial class FakeMethods(JsonObject bot, FakeChats chats, FakeUpdateQueue updates)
{
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(50);

    private readonly FakeMessages messages = new(chats);

    /// <summary>What setMyCommands set, by scope and language: <c>all_private_chats/ar</c>.</summary>
    public Dictionary<string, JsonArray> Commands { get; } = [];

    private HashSet<string>? wantedKinds;

    public async Task<JsonNode> Call(BotApiCall call) => call.Method.ToLowerInvariant() switch
    {
        "getme" => bot.DeepClone(),
        "getupdates" => await GetUpdates(call),
        "setwebhook" => SetWebhook(call),
        "deletewebhook" => DeleteWebhook(call),
        "getwebhookinfo" => WebhookInfo(),
        "sendmessage" => messages.SendMessage(call),
        "sendphoto" => messages.SendFile(call, "photo", "jpg"),
        "senddocument" => messages.SendFile(call, "document", "bin"),
        "sendmediagroup" => messages.SendMediaGroup(call),
        "sendlocation" => messages.SendLocation(call),
        "sendchataction" => messages.Reachable(call) != 0,
        "answercallbackquery" => AnswerCallbackQuery(call),
        "editmessagetext" => messages.EditText(call),
        "editmessagereplymarkup" => messages.EditMarkup(call),
        "deletemessage" => messages.DeleteMessage(call),
        "setmycommands" => SetMyCommands(call),
        "getfile" => GetFile(call),
        _ => throw new FakeApiError(new FakeFailure(404, "Not Found: method not found")),
    };

    private async Task<JsonNode> GetUpdates(BotApiCall call)
    {
        RememberKinds(call);
        var asked = TimeSpan.FromSeconds(call.Number("timeout") ?? 0);
        var found = await updates.Poll(
            call.Number("offset") ?? 0,
            (int)Math.Clamp(call.Number("limit") ?? 100, 1, 100),
            asked < LongestHold ? asked : LongestHold,
            wantedKinds);
        return new JsonArray([.. found.Select(update => JsonNode.Parse(update.Json))]);
    }

    private JsonNode SetWebhook(BotApiCall call)
    {
        var secret = call.Text("secret_token");
        if (secret is { Length: > 256 })
        {
            throw FakeApiError.BadRequest("secret token is too long");
        }

        if (secret is not null && !SecretCharacters().IsMatch(secret))
        {
            throw FakeApiError.BadRequest("secret token contains unallowed characters");
        }

        RememberKinds(call);
        if (call.Flag("drop_pending_updates"))
        {
            updates.DropPending();
        }

        var url = call.Text("url");
        updates.Webhook = string.IsNullOrEmpty(url) ? null : new FakeWebhook(url, secret, (int)(call.Number("max_connections") ?? 40)) { Carried = fields => updates.Carried(fields) };
        return true;
    }

    private JsonNode DeleteWebhook(BotApiCall call)
    {
        if (call.Flag("drop_pending_updates"))
        {
            updates.DropPending();
        }

        updates.Webhook = null;
        return true;
    }

    private JsonObject WebhookInfo() => new()
    {
        ["url"] = updates.Webhook?.Url ?? "",
        ["has_custom_certificate"] = false,
        ["pending_update_count"] = updates.Pending.Count,
        ["max_connections"] = updates.Webhook?.MaxConnections ?? 40,
    };

    private static JsonNode AnswerCallbackQuery(BotApiCall call) => call switch
    {
        _ when string.IsNullOrEmpty(call.Text("callback_query_id")) => throw FakeApiError.BadRequest("query is too old and response timeout expired or query ID is invalid"),
        _ when call.Text("text") is { Length: > 200 } => throw FakeApiError.BadRequest("MESSAGE_TOO_LONG"),
        _ => true,
    };

    private JsonNode SetMyCommands(BotApiCall call)
    {
        if (call.Node("commands") is not JsonArray commands || commands.Count > 100)
        {
            throw FakeApiError.BadRequest("BOT_COMMANDS_TOO_MUCH");
        }

        foreach (var command in commands)
        {
            if (!CommandName().IsMatch((string?)command?["command"] ?? "") || (string?)command!["description"] is not { Length: >= 1 and <= 256 })
            {
                throw FakeApiError.BadRequest("BOT_COMMAND_INVALID");
            }
        }

        Commands[$"{(string?)call.Node("scope")?["type"] ?? "default"}/{call.Text("language_code")}"] = (JsonArray)commands.DeepClone();
        return true;
    }

    private JsonObject GetFile(BotApiCall call)
    {
        var file = chats.File(call.Text("file_id")) ?? throw FakeApiError.BadRequest("invalid file_id");
        return file.Bytes.Length > 20 << 20
            ? throw FakeApiError.BadRequest("file is too big")
            : new JsonObject { ["file_id"] = file.Id, ["file_unique_id"] = file.UniqueId, ["file_size"] = file.Bytes.Length, ["file_path"] = file.Path };
    }

    private void RememberKinds(BotApiCall call)
    {
        if (call.Node("allowed_updates") is JsonArray kinds)
        {
            wantedKinds = kinds.Count == 0 ? null : [.. kinds.Select(kind => (string)kind!)];
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]*\z")]
    private static partial Regex SecretCharacters();

    [GeneratedRegex(@"^[a-z0-9_]{1,32}\z")]
    private static partial Regex CommandName();
}
