using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Moomken.Bot.Fakes.Telegram;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Host.Tests.Storage;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>The service with a Telegram of our own before it: a folder, a process, people, and what stays behind.</summary>
internal sealed class TelegramService : IAsyncDisposable
{
    public const string Secret = "0123456789abcdef-secret_of_tests";

    /// <summary>The chat of the one coordinator on duty.</summary>
    public const long DutyChat = 900;

    private readonly TemporaryFolder folder = new();

    private TelegramService(FakeBotApi fake, string? dataFolder, IReadOnlyList<string>? through)
    {
        Fake = fake;
        DataFolder = dataFolder ?? folder.File("data");
        Process = new ServiceProcess(DataFolder, SettingsFor(fake)) { Through = through ?? [] };
        Process.Set("Moomken__PublicBaseUrl", Process.Address);
    }

    public FakeBotApi Fake { get; }

    public string DataFolder { get; }

    public ServiceProcess Process { get; }

    /// <summary>Telegram by webhook, and one coordinator on duty.</summary>
    public static Dictionary<string, string> SettingsFor(FakeBotApi fake) => new()
    {
        ["Telegram__BotToken"] = fake.Token,
        ["Telegram__WebhookSecret"] = Secret,
        ["Telegram__ApiBaseUrl"] = fake.BaseUrl,
        ["Telegram__Mode"] = "Webhook",
        ["Telegram__MaxConnections"] = "100",

        // These tests are about what is sent, not when: nobody waits for a rate.
        ["Rates__TelegramPerSecond"] = "100000",
        ["Rates__TelegramPerPersonPerSecond"] = "100000",
        ["Duty__People__0__Region"] = "All",
        ["Duty__People__0__Channel"] = "telegram",
        ["Duty__People__0__User"] = $"{DutyChat}",
    };

    /// <summary>With the fake running and the service not yet started.</summary>
    public static async Task<TelegramService> Make(string? dataFolder = null, IReadOnlyList<string>? through = null)
    {
        var fake = await FakeBotApi.Start();
        fake.Patience = TimeSpan.FromSeconds(20);
        return new TelegramService(fake, dataFolder, through);
    }

    public static async Task<TelegramService> Started()
    {
        var service = await Make();
        await service.Process.Start();
        return service;
    }

    /// <summary>Posts a body to the webhook as Telegram would, over a connection of the given client.</summary>
    public async Task<int> Post(HttpClient client, HttpContent body, string secret = Secret)
    {
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, Process.Address + "/webhooks/telegram") { Content = body };
        request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", secret);
        using var response = await client.SendAsync(request);
        return (int)response.StatusCode;
    }

    /// <summary>A text in a queue of its own, so that nothing holds it back for the one before.</summary>
    public SentUpdate Says(long chat, int number, string text, string name = "فاطمة") =>
        Fake.Push($"{chat}-{number}", "message", new JsonObject { ["text"] = text }.From(chat, number, name));

    /// <summary>Entries in the sent log of a service that has ended.</summary>
    public int NotedAsSent()
    {
        using var log = SentLogFile.Open(DataFolder);
        return log.Recovered.Count;
    }

    /// <summary>Reads the store of a service that has ended.</summary>
    public async Task<T> Stored<T>(Func<IStoreReader, T> read)
    {
        using var vault = KeyFile.Open(DataFolder);
        await using var store = LiteDbStore.Open(new LiteDbStoreOptions { DataDirectory = DataFolder }, vault, TimeProvider.System);
        return await store.ReadAsync(read);
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await Fake.DisposeAsync();
        folder.Dispose();
    }
}

internal static class Messages
{
    /// <summary>Adds what every message has.</summary>
    public static JsonObject From(this JsonObject content, long chat, int number, string name)
    {
        content["message_id"] = 1_000_000 + number;
        content["date"] = 1_780_000_000;
        content["from"] = new JsonObject { ["id"] = chat, ["is_bot"] = false, ["first_name"] = name, ["language_code"] = "ar" };
        content["chat"] = new JsonObject { ["id"] = chat, ["first_name"] = name, ["type"] = "private" };
        return content;
    }
}
