using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Moomken.Bot.Fakes.Telegram;

/// <summary>Everything that stands in the chats: messages of both sides, who blocked the bot, files.</summary>
internal sealed class FakeChats(TimeProvider time, JsonObject bot)
{
    private readonly ConcurrentDictionary<long, FakeChat> chats = new();
    private readonly ConcurrentDictionary<string, FakeFile> files = new();
    private int lastFile;

    public FakeChat this[long id] => chats.GetOrAdd(id, static id => new FakeChat(id));

    public long Now => time.GetUtcNow().ToUnixTimeSeconds();

    public static JsonObject ChatJson(long id) => id switch
    {
        > 0 => new JsonObject { ["id"] = id, ["first_name"] = "فاطمة", ["type"] = "private" },
        < -1_000_000_000_000 => new JsonObject { ["id"] = id, ["title"] = "مجموعة", ["type"] = "supergroup" },
        _ => new JsonObject { ["id"] = id, ["title"] = "مجموعة", ["type"] = "group" },
    };

    /// <summary>A message of the bot: numbered, dated, kept, and shown to whoever waits for it.</summary>
    public JsonObject BotSays(long chatId, JsonObject content, JsonNode? markup)
    {
        var chat = this[chatId];
        lock (chat)
        {
            var raw = new JsonObject
            {
                ["message_id"] = ++chat.LastId,
                ["from"] = bot.DeepClone(),
                ["chat"] = ChatJson(chatId),
                ["date"] = Now,
            };
            foreach (var (name, value) in content)
            {
                raw[name] = value?.DeepClone();
            }

            if (markup?["inline_keyboard"] is not null)
            {
                raw["reply_markup"] = markup.DeepClone();
            }

            chat.Keep(new BotMessage(chatId, chat.LastId, (string?)raw["text"] ?? (string?)raw["caption"], BotMessage.ReadRows(markup), raw));
            return (JsonObject)raw.DeepClone();
        }
    }

    public FakeFile AddFile(byte[] bytes, string folder, string extension, string? id = null, string? path = null)
    {
        var number = Interlocked.Increment(ref lastFile).ToString(CultureInfo.InvariantCulture);
        var file = new FakeFile(id ?? $"FILE{number}", $"UNIQUE{number}", path ?? $"{folder}/file_{number}.{extension}", bytes);
        files[file.Id] = file;
        return file;
    }

    public FakeFile? File(string? id) => id is null ? null : files.GetValueOrDefault(id);

    public FakeFile? FileAt(string path) => files.Values.FirstOrDefault(file => file.Path == path);
}

internal sealed record FakeFile(string Id, string UniqueId, string Path, byte[] Bytes);

/// <summary>One chat. Locked on itself while a message is written.</summary>
internal sealed class FakeChat(long id)
{
    private readonly List<BotMessage> messages = [];
    private readonly Channel<BotMessage> unread = Channel.CreateUnbounded<BotMessage>();

    public long Id => id;

    public int LastId { get; set; }

    public int LastFromUser { get; set; }

    public bool Blocked { get; set; }

    public ChannelReader<BotMessage> Unread => unread.Reader;

    public IReadOnlyList<BotMessage> Messages
    {
        get
        {
            lock (this)
            {
                return [.. messages];
            }
        }
    }

    public BotMessage? Find(long? messageId) => Messages.FirstOrDefault(message => message.Id == messageId);

    public int NextId()
    {
        lock (this)
        {
            return ++LastId;
        }
    }

    public void Keep(BotMessage message)
    {
        messages.Add(message);
        unread.Writer.TryWrite(message);
    }

    /// <summary>An edit: changed in place, and nothing new for whoever waits for a message.</summary>
    public void Replace(BotMessage old, BotMessage changed)
    {
        lock (this)
        {
            messages[messages.IndexOf(old)] = changed;
        }
    }

    public void Remove(BotMessage message)
    {
        lock (this)
        {
            messages.Remove(message);
        }
    }
}
