using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Fakes.Telegram;
using Moomken.Bot.Host.Channels;
using Moomken.Bot.Host.Channels.Telegram;
using Moomken.Bot.Messages;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Tests.Channels.Telegram;

/// <summary>The channel as the host runs it, on a free loopback port against the fake, with a service behind it that notes what it receives.</summary>
internal sealed class TelegramBot : IAsyncDisposable
{
    public const string Secret = "0123456789abcdef-secret_of_tests";

    public static readonly IReadOnlyList<TelegramCommand> Commands = [new("report", "بلّغ عن حادثة", "Report an incident"), new("help", "مساعدة", "Help")];

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, int> seen = new();

    private TelegramBot(FakeBotApi fake, TelegramMode mode, Action<Dictionary<string, string?>>? settings)
    {
        Fake = fake;
        var port = FreePort.Next();
        Address = $"http://127.0.0.1:{port}";
        var values = new Dictionary<string, string?>
        {
            ["Telegram:BotToken"] = fake.Token,
            ["Telegram:WebhookSecret"] = Secret,
            ["Telegram:ApiBaseUrl"] = fake.BaseUrl,
            ["Telegram:Mode"] = mode.ToString(),
            ["Moomken:PublicBaseUrl"] = Address,
        };
        settings?.Invoke(values);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Trace));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(IdSource.System(TimeProvider.System));
        builder.Services.AddSingleton(Vault);
        builder.Services.AddSingleton<IStore>(Store);
        builder.Services.AddSingleton<Receive>(Receive);
        Options = builder.Services.AddTelegram(configuration, Commands);
        app = builder.Build();
        app.UseRouting();
        app.MapTelegram();
        Counted = new ChannelCounts(app.Services.GetService<ChannelCounters>());
    }

    public FakeBotApi Fake { get; }

    public string Address { get; }

    public string WebhookAddress => Address + TelegramOptions.WebhookPath;

    public TelegramOptions Options { get; }

    public RecordingStore Store { get; } = new();

    public RecordingLog Log { get; } = new();

    public Vault Vault { get; } = new(new Dictionary<byte, byte[]> { [1] = new byte[32] }, new byte[32]);

    /// <summary>What was received, repeats left out.</summary>
    public ConcurrentQueue<InboundMessage> Received { get; } = new();

    /// <summary>Called for every message before it counts as received; may throw.</summary>
    public Func<InboundMessage, Task>? Before { get; set; }

    /// <summary>Shown where the finger is.</summary>
    public string? Notice { get; set; }

    /// <summary>By instrument, channel and word.</summary>
    public ChannelCounts Counted { get; }

    public IChannel Channel => app.Services.GetRequiredService<IChannel>();

    public T Part<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public static async Task<TelegramBot> Start(FakeBotApi fake, TelegramMode mode, Action<Dictionary<string, string?>>? settings = null, Func<InboundMessage, Task>? before = null)
    {
        var bot = new TelegramBot(fake, mode, settings) { Before = before };
        await bot.app.StartAsync();
        return bot;
    }

    /// <summary>With a webhook that is set and a username that is known.</summary>
    public static async Task<TelegramBot> StartWithWebhook(FakeBotApi fake)
    {
        var bot = await Start(fake, TelegramMode.Webhook);
        await bot.Part<TelegramSetup>().Done.WaitAsync(TimeSpan.FromSeconds(20));
        return bot;
    }

    public Task<SendResult> Send(long chat, string text, params OutboundChoice[] choices) =>
        Channel.SendAsync(new ChannelAddress("telegram", "987654321", chat.ToString()), Message(text, choices), CancellationToken.None);

    public static OutboundMessage Message(string text, params OutboundChoice[] choices) => new()
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
        Counted.Dispose();
        await app.DisposeAsync();
        Vault.Dispose();
    }

    private async Task<Received> Receive(InboundMessage message, Action<IStoreTransaction>? alongside, CancellationToken cancellation)
    {
        if (Before is { } before)
        {
            await before(message);
        }

        if (!seen.TryAdd(message.MessageId, 0))
        {
            return new Received(Repeat: true, Notice);
        }

        Received.Enqueue(message);
        return new Received(Repeat: false, Notice);
    }
}
