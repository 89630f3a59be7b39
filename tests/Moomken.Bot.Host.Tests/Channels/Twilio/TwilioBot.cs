using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Fakes.Twilio;
using Moomken.Bot.Host.Channels.Twilio;
using Moomken.Bot.Host.Tests.Channels.Telegram;
using Moomken.Bot.Messages;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Tests.Channels.Twilio;

/// <summary>Both channels as the host runs them, behind a "proxy" with another address, with a service behind them that notes what it receives.</summary>
internal sealed class TwilioBot : IAsyncDisposable
{
    public const string PublicUrl = "http://bot.example.test/moomken";

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, int> seen = new();

    private TwilioBot(FakeTwilio fake, Action<Dictionary<string, string?>>? settings, TimeProvider? time)
    {
        Fake = fake;
        Time = time as FakeTimeProvider ?? new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var port = FreePort.Next();
        Address = $"http://127.0.0.1:{port}";
        var values = new Dictionary<string, string?>
        {
            ["Twilio:AccountSid"] = fake.Account,
            ["Twilio:AuthToken"] = fake.Token,
            ["Twilio:ApiBaseUrl"] = fake.BaseUrl,
            ["Twilio:SmsFrom"] = fake.SmsNumber,
            ["Twilio:WhatsAppFrom"] = fake.WhatsAppNumber,
            ["Moomken:PublicBaseUrl"] = PublicUrl,
        };
        settings?.Invoke(values);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Trace));
        builder.Services.AddSingleton(time ?? Time);
        builder.Services.AddSingleton(IdSource.System(TimeProvider.System));
        builder.Services.AddSingleton(Vault);
        builder.Services.AddSingleton<IStore>(Store);
        builder.Services.AddSingleton<Receive>(Receive);
        builder.Services.AddSingleton<TakeReport>(TakeReport);
        builder.Services.AddTwilio(configuration, new TwilioListLabel("افتح الخيارات", "Open the choices"));
        app = builder.Build();
        app.UseRouting();
        app.MapTwilio();
        fake.Connect(PublicUrl, Address);
    }

    public FakeTwilio Fake { get; }

    public string Address { get; }

    /// <summary>Twilio's clock and ours.</summary>
    public FakeTimeProvider Time { get; }

    public RecordingStore Store { get; } = new();

    public RecordingLog Log { get; } = new();

    public Vault Vault { get; } = new(new Dictionary<byte, byte[]> { [1] = new byte[32] }, new byte[32]);

    /// <summary>What was received, repeats left out.</summary>
    public ConcurrentQueue<InboundMessage> Received { get; } = new();

    public ConcurrentQueue<DeliveryReport> Reports { get; } = new();

    /// <summary>Called before anything is taken; may throw.</summary>
    public Action? Before { get; set; }

    /// <summary>What the service does with a report.</summary>
    public TakeReport? Taking { get; set; }

    public IChannel WhatsApp => Channel(TwilioLine.WhatsAppName);

    public IChannel Sms => Channel(TwilioLine.SmsName);

    public T Part<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <param name="fake">Twilio.</param>
    /// <param name="settings">To change the usual ones.</param>
    /// <param name="time">Ours; <see cref="Time"/> when left out.</param>
    public static async Task<TwilioBot> Start(FakeTwilio fake, Action<Dictionary<string, string?>>? settings = null, TimeProvider? time = null)
    {
        var bot = new TwilioBot(fake, settings, time);
        await bot.app.StartAsync();
        return bot;
    }

    public OutboundMessage Message(string text, params (string Payload, string Label)[] choices) => new()
    {
        Id = Part<IdSource>().Next(),
        Tongue = Tongue.Arabic,
        Text = text,
        Choices = [.. choices.Select((choice, i) => new OutboundChoice(choice.Payload, choice.Label, $"{i + 1}"))],
        CreatedAt = Time.GetUtcNow(),
        ExpiresAt = Time.GetUtcNow().AddHours(24),
    };

    /// <summary>To somebody who wrote just now, or as long ago as said.</summary>
    public SendAttempt Attempt(IChannel channel, string person, OutboundMessage message, TimeSpan silence = default) =>
        new(new ChannelAddress(channel.Name, channel.Account, person), message, Time.GetUtcNow() - silence);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Vault.Dispose();
    }

    private IChannel Channel(string name) => app.Services.GetServices<IChannel>().Single(channel => channel.Name == name);

    private Task<Received> Receive(InboundMessage message, Action<IStoreTransaction>? alongside, CancellationToken cancellation)
    {
        Before?.Invoke();
        if (!seen.TryAdd(message.MessageId, 0))
        {
            return Task.FromResult(new Received(Repeat: true));
        }

        Received.Enqueue(message);
        return Task.FromResult(new Received(Repeat: false));
    }

    private Task TakeReport(DeliveryReport report, CancellationToken cancellation)
    {
        Before?.Invoke();
        Reports.Enqueue(report);
        return Taking?.Invoke(report, cancellation) ?? Task.CompletedTask;
    }
}
