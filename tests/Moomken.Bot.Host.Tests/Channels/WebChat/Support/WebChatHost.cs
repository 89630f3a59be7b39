using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Moomken.Bot.Host.Channels.WebChat;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Tests.Channels.WebChat.Support;

/// <summary>The web chat alone on a free loopback port, with a bot that answers as a test says.</summary>
internal sealed class WebChatHost : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("moomken-webchat-").FullName;
    private readonly Dictionary<string, string?> settings;
    private readonly Action<WebApplication>? more;
    private WebApplication app;

    private WebChatHost(TimeProvider time, Dictionary<string, string?> settings, Action<WebApplication>? more)
    {
        Time = time;
        this.settings = settings;
        this.more = more;
        Ids = IdSource.System(time);
        Bot = new ScriptedBot(Store, Ids, time);
        Port = FreePort();
        app = Build();
    }

    public TimeProvider Time { get; }

    public FakeTimeProvider Clock => (FakeTimeProvider)Time;

    public IdSource Ids { get; }

    public MemoryStore Store { get; } = new();

    public Vault Vault { get; } = new(new Dictionary<byte, byte[]> { [1] = new byte[32] }, new byte[32]);

    public ScriptedBot Bot { get; }

    public int Port { get; }

    public string Origin => $"http://127.0.0.1:{Port}";

    public string UploadFolder => Path.Combine(folder, "uploads");

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>With the real clock for browsers, a fake one otherwise.</summary>
    public static async Task<WebChatHost> StartAsync(
        Dictionary<string, string?>? settings = null, bool realTime = false, Action<WebApplication>? more = null)
    {
        TimeProvider time = realTime ? TimeProvider.System : new FakeTimeProvider(DateTimeOffset.Parse("2026-12-13T09:00:00Z"));
        var host = new WebChatHost(time, settings ?? [], more);
        await host.app.StartAsync();
        return host;
    }

    public DirectLineCaller Caller() => new(Origin);

    public Task StopAsync() => app.StopAsync();

    /// <summary>The same data, port and bot in a new process as far as the channel can tell.</summary>
    public async Task RestartAsync()
    {
        await app.DisposeAsync();
        app = Build();
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Vault.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Origin);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Configuration["WebChat:UploadFolder"] = UploadFolder;
        builder.Services.AddSingleton<IStore>(Store);
        builder.Services.AddSingleton<INodes>(OnlyNode.Instance);
        builder.Services.AddSingleton(Vault);
        builder.Services.AddSingleton(Ids);
        builder.Services.AddSingleton(Time);
        builder.Services.AddSingleton<Receive>(Bot.ReceiveAsync);
        builder.Services.AddWebChat(builder.Configuration);
        var built = builder.Build();
        built.MapWebChat();
        more?.Invoke(built);
        Bot.Channel = built.Services.GetRequiredService<WebChatChannel>();
        return built;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
