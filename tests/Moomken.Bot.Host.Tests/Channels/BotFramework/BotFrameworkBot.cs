using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Fakes.BotFramework;
using Moomken.Bot.Host.Channels.BotFramework;
using Moomken.Bot.Host.Tests.Channels.Telegram;
using Moomken.Bot.Messages;
using Moomken.Bot.People;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.BotFramework;

/// <summary>The channel as the host runs it, on a free loopback port against the fake, with a service behind it that notes what it receives.</summary>
internal sealed class BotFrameworkBot : IAsyncDisposable
{
    public const string PrivateOnlyWords = "محادثة خاصة فقط";

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<(string, string), int> seen = new();
    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly Vault vault = new(new Dictionary<byte, byte[]> { [1] = new byte[32] }, new byte[32]);

    private BotFrameworkBot(FakeConnector fake, TimeProvider time, Action<Dictionary<string, string?>>? settings)
    {
        Fake = fake;
        var port = FreePort.Next();
        Address = $"http://127.0.0.1:{port}";
        var values = Settings(fake);
        settings?.Invoke(values);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Trace));
        var ids = IdSource.System(time);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(ids);
        builder.Services.AddSingleton(vault);
        builder.Services.AddSingleton(new AddressBook(vault, new PersonSeal(vault, ids), ids));
        builder.Services.AddSingleton<IStore>(Store);
        builder.Services.AddSingleton<Receive>(ReceiveAsync);
        Options = builder.Services.AddBotFramework(configuration, PrivateOnlyWords);
        app = builder.Build();
        app.UseRouting();
        app.MapBotFramework();
    }

    public FakeConnector Fake { get; }

    public string Address { get; }

    public string Endpoint => Address + BotFrameworkOptions.Path;

    public BotFrameworkOptions Options { get; }

    public InMemoryStore Store { get; } = new();

    public RecordingLog Log { get; } = new();

    /// <summary>What was received, repeats left out.</summary>
    public ConcurrentQueue<InboundMessage> Received { get; } = new();

    /// <summary>Called for every message before it counts as received; may throw, and may answer.</summary>
    public Func<InboundMessage, Task>? Before { get; set; }

    public Func<InboundMessage, Task>? Afterwards { get; set; }

    public IChannel Channel => app.Services.GetRequiredService<IChannel>();

    public T Part<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public static Dictionary<string, string?> Settings(FakeConnector fake) => new()
    {
        ["BotFramework:AppId"] = FakeConnector.AppId,
        ["BotFramework:AppPassword"] = FakeConnector.AppPassword,
        ["BotFramework:OpenIdMetadataUrl"] = fake.MetadataUrl,
        ["BotFramework:TokenUrl"] = fake.TokenUrl,
        ["BotFramework:EmulatorMetadataUrl"] = fake.EmulatorMetadataUrl,
        ["BotFramework:SendTimeoutSeconds"] = "60",
        ["environment"] = "Development",
    };

    public static async Task<BotFrameworkBot> StartAsync(FakeConnector fake, Action<Dictionary<string, string?>>? settings = null, TimeProvider? time = null)
    {
        var bot = new BotFrameworkBot(fake, time ?? TimeProvider.System, settings);
        Assert.Empty(bot.Options.Validate());
        await bot.app.StartAsync();
        return bot;
    }

    /// <summary>An activity as the connector posts it; <paramref name="change"/> may change anything.</summary>
    public JsonObject Activity(string type, string conversation = "conv1", Action<JsonObject>? change = null)
    {
        var activity = new JsonObject
        {
            ["type"] = type,
            ["id"] = $"in-{Interlocked.Increment(ref number)}",
            ["timestamp"] = "2026-11-22T10:00:00.000Z",
            ["serviceUrl"] = Fake.ServiceUrl,
            ["channelId"] = "webchat",
            ["from"] = new JsonObject { ["id"] = "dl_user1", ["name"] = "محمد", ["role"] = "user" },
            ["conversation"] = new JsonObject { ["id"] = conversation },
            ["recipient"] = new JsonObject { ["id"] = "bot1@x", ["name"] = "Moomken" },
            ["locale"] = "ar-LY",
        };
        change?.Invoke(activity);
        return activity;
    }

    public JsonObject Message(string text, string conversation = "conv1") => Activity("message", conversation, activity => activity["text"] = text);

    public Task<(int Status, string Body)> PostAsync(JsonObject activity, string? authorization = null) =>
        PostAsync(activity.ToJsonString(), authorization ?? Fake.Bearer((string?)activity["serviceUrl"]));

    public async Task<(int Status, string Body)> PostAsync(string body, string? authorization, string contentType = "application/json; charset=utf-8", params (string Name, string Value)[] headers)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var request = new HttpRequestMessage(HttpMethod.Post, Endpoint) { Content = content };
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public ChannelAddress AddressOf(string conversation = "conv1", string channelId = "webchat") =>
        new(BotFrameworkChannel.ChannelName, Options.Account, $"{channelId}|{conversation}");

    public Task<SendResult> SendAsync(string text, string conversation = "conv1", string channelId = "webchat", params OutboundChoice[] choices) =>
        Channel.SendAsync(AddressOf(conversation, channelId), Out(text, choices), CancellationToken.None);

    public static OutboundMessage Out(string text, params OutboundChoice[] choices) => new()
    {
        Id = "01",
        Tongue = Tongue.Arabic,
        Text = text,
        Choices = [.. choices],
        CreatedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = DateTimeOffset.UnixEpoch,
    };

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
        vault.Dispose();
    }

    private int number;

    private async Task<Received> ReceiveAsync(InboundMessage message, Action<IStoreTransaction>? alongside, CancellationToken cancellation)
    {
        if (Before is { } before)
        {
            await before(message);
        }

        var repeat = !seen.TryAdd((message.From.User, message.MessageId), 0);
        if (repeat)
        {
            return new Received(Repeat: true);
        }

        await Store.WriteAsync(
            transaction =>
            {
                alongside?.Invoke(transaction);
                return true;
            },
            cancellation);
        Received.Enqueue(message);
        if (Afterwards is { } afterwards)
        {
            _ = afterwards(message);
        }

        return new Received(Repeat: false);
    }
}
