using System.Text.Json.Nodes;

namespace Moomken.Bot.Fakes.Telegram;

// What people do. Each verb completes when the bot has taken the update (2xx, or confirmed by a poll) and fails after
// Patience with what the bot said instead; the number of a private chat is also the number of its person.
public sealed partial class FakeBotApi
{
    private long lastUpdate = 800_000_000;
    private long lastPress = 530_000_000_000_000_000;
    private long lastAlbum = 13_500_000_000_000_000;

    public Task UserSays(long chat, string text) => Taken(Says(chat, text));

    /// <summary>Presses the button with this label on the newest message that has one.</summary>
    public Task UserPresses(long chat, string label)
    {
        var seen = MessagesTo(chat);
        var message = seen.LastOrDefault(message => message.Button(label) is not null)
            ?? throw new InvalidOperationException($"No message to chat {chat} has a button \"{label}\". The newest has: {string.Join(" | ", seen is [.., { } newest] ? newest.Buttons.Select(button => button.Label) : [])}");
        return UserPresses(message, label);
    }

    /// <summary>Presses a button of a given message, which may be an old one.</summary>
    public Task UserPresses(BotMessage message, string label)
    {
        var button = message.Button(label) ?? throw new InvalidOperationException($"The message has no button \"{label}\".");
        return Taken(Press(message, button.Payload!));
    }

    public Task UserSendsPhoto(long chat, byte[] bytes, string? caption = null, string? album = null)
    {
        var (small, large) = (chats.AddFile([0xFF, 0xD8], "photos", "jpg"), chats.AddFile(bytes, "photos", "jpg"));
        return Taken(Says(chat, UpdateJson.Media("photo", new JsonArray(UpdateJson.File(small, 90, 67), UpdateJson.File(large, 1280, 960)), caption, album)));
    }

    public Task UserSendsVoice(long chat, byte[] bytes) => UserSends(chat, "voice", bytes, "oga", null, "audio/ogg");

    public Task UserSendsVideo(long chat, byte[] bytes, string? caption = null) => UserSends(chat, "video", bytes, "mp4", "video.mp4", "video/mp4", caption);

    public Task UserSendsDocument(long chat, byte[] bytes, string fileName, string contentType, string? caption = null) =>
        UserSends(chat, "document", bytes, "bin", fileName, contentType, caption);

    public Task UserSharesLocation(long chat, double latitude, double longitude) =>
        Taken(Says(chat, new JsonObject { ["location"] = new JsonObject { ["latitude"] = latitude, ["longitude"] = longitude } }));

    /// <param name="chat">Who shares.</param>
    /// <param name="phone">With or without the plus.</param>
    /// <param name="owner">Whose card it is; the person's own unless given.</param>
    public Task UserSharesContact(long chat, string phone, long? owner = null) =>
        Taken(Says(chat, new JsonObject { ["contact"] = new JsonObject { ["phone_number"] = phone, ["first_name"] = "فاطمة", ["user_id"] = owner ?? chat } }));

    public Task UserSendsSticker(long chat) =>
        Taken(Says(chat, new JsonObject { ["sticker"] = UpdateJson.File(chats.AddFile([], "stickers", "webp"), 512, 512) }));

    /// <summary>Changes the text of the person's newest message.</summary>
    public Task UserEdits(long chat, string text)
    {
        var message = UpdateJson.Message(chat, chats[chat].LastFromUser, new JsonObject { ["text"] = text }, chats.Now);
        message["edit_date"] = chats.Now;
        return Taken(Push($"chat {chat}", "edited_message", message));
    }

    public Task UserBlocks(long chat) => Member(chat, blocked: true);

    public Task UserUnblocks(long chat) => Member(chat, blocked: false);

    /// <summary>Says something without waiting for it to be taken.</summary>
    public SentUpdate Says(long chat, string text)
    {
        var content = new JsonObject { ["text"] = text };
        if (text.StartsWith('/'))
        {
            // Many libraries know a command only by its entity.
            content["entities"] = new JsonArray(new JsonObject { ["type"] = "bot_command", ["offset"] = 0, ["length"] = text.Split(' ')[0].Length });
        }

        return Says(chat, content);
    }

    /// <summary>An id for the messages of one album.</summary>
    public string NewAlbum() => Interlocked.Increment(ref lastAlbum).ToString();

    /// <summary>Any update, in any queue: the field <paramref name="kind"/> with this content.</summary>
    public SentUpdate Push(string queue, string kind, JsonObject content)
    {
        var update = new SentUpdate(Interlocked.Increment(ref lastUpdate), queue, kind, content);
        updates.Push(update);
        return update;
    }

    /// <summary>Posts an update once more, as happens after a lost answer. Returns the webhook's status.</summary>
    public Task<int> Repeat(SentUpdate update) =>
        updates.Post(updates.Webhook ?? throw new InvalidOperationException("No webhook is set."), update.Json);

    /// <summary>The first message to this chat that was not asked for yet. Fails after <see cref="Patience"/>.</summary>
    public async Task<BotMessage> NextMessageTo(long chat)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return await chats[chat].Unread.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The bot sent nothing to chat {chat} within {Patience.TotalSeconds} s. {StateOfUpdates()}");
        }
    }

    /// <summary>Every message of the bot that stands in this chat now, edits done, deletions gone.</summary>
    public IReadOnlyList<BotMessage> MessagesTo(long chat) => chats[chat].Messages;

    private SentUpdate Says(long chat, JsonObject content)
    {
        var id = chats[chat].NextId();
        chats[chat].LastFromUser = id;
        return Push($"chat {chat}", "message", UpdateJson.Message(chat, id, content, chats.Now));
    }

    /// <summary>In a queue of its own, as the real server has it: presses and messages of one person are not in order with each other.</summary>
    private SentUpdate Press(BotMessage message, string payload) => Push($"press {message.Chat}", "callback_query", new JsonObject
    {
        ["id"] = Interlocked.Increment(ref lastPress).ToString(),
        ["from"] = UpdateJson.User(message.Chat),
        ["message"] = message.Raw.DeepClone(),
        ["chat_instance"] = "-3456789012345678901",
        ["data"] = payload,
    });

    private Task UserSends(long chat, string kind, byte[] bytes, string extension, string? fileName, string contentType, string? caption = null)
    {
        var json = UpdateJson.File(chats.AddFile(bytes, kind, extension), null, null);
        json["mime_type"] = contentType;
        if (fileName is not null)
        {
            json["file_name"] = fileName;
        }

        return Taken(Says(chat, UpdateJson.Media(kind, json, caption, null)));
    }

    private async Task Member(long chat, bool blocked)
    {
        chats[chat].Blocked = blocked;
        var (old, now) = blocked ? ("member", "kicked") : ("kicked", "member");
        await Taken(Push($"member {chat}", "my_chat_member", new JsonObject
        {
            ["chat"] = FakeChats.ChatJson(chat),
            ["from"] = UpdateJson.User(chat),
            ["date"] = chats.Now,
            ["old_chat_member"] = new JsonObject { ["status"] = old },
            ["new_chat_member"] = new JsonObject { ["status"] = now },
        }));
    }

    private async Task Taken(SentUpdate update)
    {
        try
        {
            await update.Acknowledged.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The bot did not take update {update.Id} within {Patience.TotalSeconds} s. {StateOfUpdates()}");
        }
    }

    private string StateOfUpdates()
    {
        var waiting = updates.Pending;
        var answers = string.Join(", ", waiting.SelectMany(update => update.Answers).TakeLast(5));
        return $"Webhook: {WebhookUrl ?? "none"}. Updates not taken: {waiting.Count}. Last answers: {(answers.Length > 0 ? answers : "none")}. Calls of the bot: {calls.Count}.";
    }
}
