using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Fakes.Kannel;
using Moomken.Bot.Host.Channels;
using Moomken.Bot.Host.Channels.Kannel;
using Moomken.Bot.Host.Tests.Channels.Telegram;
using Moomken.Bot.Messages;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Tests.Channels.Kannel;

/// <summary>The channel as the host runs it, on a free loopback port against a fake sendsms, with a service behind it that notes what it is given.</summary>
internal sealed class KannelBot : IAsyncDisposable
{
    public const string Secret = "hook-secret-of_tests-0123456789";
    public const string Password = "password-of-sendsms-42";
    public const string From = "12345";

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, int> seen = new();

    private KannelBot(FakeSendSms kannel, Action<Dictionary<string, string?>>? settings, TimeProvider time)
    {
        Kannel = kannel;
        var port = FreePort.Next();
        Address = $"http://127.0.0.1:{port}";
        var values = Settings(kannel.SendUrl, Address);
        settings?.Invoke(values);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => server.Listen(IPAddress.Loopback, port));
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Trace));
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(IdSource.System(TimeProvider.System));
        builder.Services.AddSingleton(Vault);
        builder.Services.AddSingleton<IStore>(Store);
        builder.Services.AddSingleton<Receive>(Receive);
        builder.Services.AddSingleton<TakeReport>(TakeReport);
        Options = builder.Services.AddKannel(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        app = builder.Build();
        app.UseRouting();
        app.MapKannel();
        Counted = new ChannelCounts(app.Services.GetService<ChannelCounters>());
    }

    public FakeSendSms Kannel { get; }

    public string Address { get; }

    public KannelOptions Options { get; }

    public RecordingStore Store { get; } = new();

    public RecordingLog Log { get; } = new();

    public Vault Vault { get; } = new(new Dictionary<byte, byte[]> { [1] = new byte[32] }, new byte[32]);

    /// <summary>What was received, repeats left out.</summary>
    public ConcurrentQueue<InboundMessage> Received { get; } = new();

    public ConcurrentQueue<DeliveryReport> Reports { get; } = new();

    /// <summary>Called for every message and report before it counts as received; may throw.</summary>
    public Func<object, Task>? Before { get; set; }

    /// <summary>By instrument, channel and word.</summary>
    public ChannelCounts Counted { get; }

    public IChannel Channel => app.Services.GetRequiredService<IChannel>();

    public HttpClient Client { get; } = new();

    public static Dictionary<string, string?> Settings(string sendUrl, string callback) => new()
    {
        ["Kannel:SendUrl"] = sendUrl,
        ["Kannel:Username"] = "bot",
        ["Kannel:Password"] = Password,
        ["Kannel:From"] = From,
        ["Kannel:WebhookSecret"] = Secret,
        ["Kannel:CallbackBaseUrl"] = callback,
    };

    public static async Task<KannelBot> Start(FakeSendSms kannel, Action<Dictionary<string, string?>>? settings = null, TimeProvider? time = null)
    {
        var bot = new KannelBot(kannel, settings, time ?? TimeProvider.System);
        await bot.app.StartAsync();
        return bot;
    }

    /// <summary>Calls as smsbox would; with the right secret unless another is given. Null: none.</summary>
    public async Task<HttpResponseMessage> Call(HttpRequestMessage request, string? password = Secret)
    {
        if (password is not null)
        {
            request.Headers.Authorization = Basic("kannel", password);
        }

        return await Client.SendAsync(request);
    }

    public async Task<HttpStatusCode> Says(string from, string text, string id)
    {
        using var request = Post($"?id={id}&to={From}&ts=1795397852&smsc=almadar&charset=UTF-8", text);
        request.Headers.Add("X-Kannel-From", from);
        using var answer = await Call(request);
        return answer.StatusCode;
    }

    public HttpRequestMessage Post(string query, string text) =>
        new(HttpMethod.Post, Address + KannelOptions.MessagePath + query) { Content = new StringContent(text, Encoding.UTF8, "text/plain") };

    public Task<SendResult> Send(string to, string text) =>
        Channel.SendAsync(new SendAttempt(new ChannelAddress("kannel", From, to), Message(text), DateTimeOffset.UnixEpoch), CancellationToken.None);

    public static OutboundMessage Message(string text) => new()
    {
        Id = "01JD0000000000000000000001",
        Tongue = Tongue.Arabic,
        Text = text,
        CreatedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = TimeProvider.System.GetUtcNow().AddMinutes(59.5),
    };

    public static AuthenticationHeaderValue Basic(string user, string password) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    public async ValueTask DisposeAsync()
    {
        Counted.Dispose();
        Client.Dispose();
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
            return new Received(Repeat: true);
        }

        Received.Enqueue(message);
        return new Received(Repeat: false);
    }

    private async Task TakeReport(DeliveryReport report, CancellationToken cancellation)
    {
        if (Before is { } before)
        {
            await before(report);
        }

        Reports.Enqueue(report);
    }
}
