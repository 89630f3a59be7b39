using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moomken.Bot.Fakes.BotFramework;
using Moomken.Bot.Fakes.Kannel;
using Moomken.Bot.Fakes.Telegram;
using Moomken.Bot.Fakes.Twilio;
using Moomken.Bot.Host.Commands;
using Moomken.Bot.Host.Content;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Telemetry;
using Moomken.Bot.Host.Tests.Channels.Kannel;
using Moomken.Bot.Host.Tests.Storage;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>The service with every channel on, inside this process, so that its own table of routes can be read.</summary>
internal sealed class WholeService : IAsyncDisposable
{
    private readonly TemporaryFolder folder;
    private readonly OpenStorage storage;
    private readonly WebApplication app;
    private readonly IAsyncDisposable[] fakes;
    private readonly FakeConnector connector;
    private string token = "";
    private string chat = "";

    private WholeService(TemporaryFolder folder, OpenStorage storage, WebApplication app, FakeConnector connector, params IAsyncDisposable[] fakes) =>
        (this.folder, this.storage, this.app, this.connector, this.fakes) = (folder, storage, app, connector, fakes);

    public IStore Store => storage.Store;

    private string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public int Port => new Uri(Address).Port;

    /// <summary>Everything that takes a POST, with our open web chat in the place of each parameter.</summary>
    public IReadOnlyList<string> PostRoutes =>
    [
        .. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is not { HttpMethods: { Count: > 0 } methods } || methods.Contains("POST"))
            .Select(endpoint => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => segment.Parts is [RoutePatternLiteralPart literal] ? literal.Content : chat)))
            .Distinct().Order(StringComparer.Ordinal),
    ];

    public static async Task<WholeService> Start()
    {
        var folder = new TemporaryFolder();
        var (telegram, twilio, kannel, connector) = (await FakeBotApi.Start(), await FakeTwilio.Start(), await FakeSendSms.Start(), await FakeConnector.StartAsync());
        var settings = TelegramService.SettingsFor(telegram);
        settings["Moomken__DataDirectory"] = folder.File("data");
        settings["Moomken__PublicBaseUrl"] = "https://bot.example.test";
        settings["Rates__TwilioSmsPerPersonPerSecond"] = settings["Rates__KannelPerPersonPerSecond"] = settings["Rates__BotFrameworkPerPersonPerSecond"] = "1000";
        settings["Twilio__AccountSid"] = twilio.Account;
        settings["Twilio__AuthToken"] = twilio.Token;
        settings["Twilio__ApiBaseUrl"] = twilio.BaseUrl;
        settings["Twilio__SmsFrom"] = twilio.SmsNumber;
        settings["Twilio__WhatsAppFrom"] = twilio.WhatsAppNumber;
        settings["BotFramework__AppId"] = FakeConnector.AppId;
        settings["BotFramework__AppPassword"] = FakeConnector.AppPassword;
        settings["BotFramework__OpenIdMetadataUrl"] = connector.MetadataUrl;
        settings["BotFramework__TokenUrl"] = connector.TokenUrl;
        foreach (var (name, value) in KannelBot.Settings(kannel.SendUrl, "http://127.0.0.1:5080"))
        {
            settings[name] = value!;
        }

        var builder = SettingsSources.Builder([.. settings.Select(setting => $"--{setting.Key.Replace("__", ":", StringComparison.Ordinal)}={setting.Value}"), "--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var options = MoomkenOptions.Read(builder.Configuration);
        var storageOptions = StorageOptions.Read(builder.Configuration);
        var content = BotContent.Read(options);
        var channels = builder.Services.AddChannels(builder.Configuration, content, options);
        Assert.Empty(channels.Faults);
        var storage = OpenStorage.Open(options, storageOptions);
        builder.Services.AddSingleton(RatesOptions.Read(builder.Configuration).Table());
        builder.Services.AddStorage(storage).AddBot(options, storageOptions, content).AddTelemetry(TelemetryOptions.Read(builder.Configuration));
        var app = builder.Build();
        app.MapRoutes();
        await app.StartAsync();
        var service = new WholeService(folder, storage, app, connector, telegram, twilio, kannel, connector);
        await service.OpenChat();
        return service;
    }

    /// <summary>Header lines with which the route lets somebody in; a signature of Twilio's can only have the right form, since it covers the body.</summary>
    public string ProofFor(string route) => route switch
    {
        "/webhooks/telegram" => $"X-Telegram-Bot-Api-Secret-Token: {TelegramService.Secret}\r\n",
        "/webhooks/kannel/message" => $"Authorization: {KannelBot.Basic("kannel", KannelBot.Secret)}\r\nX-Kannel-From: AlMadar\r\n",
        "/api/messages" => $"Authorization: {connector.Bearer()}\r\n",
        _ when route.StartsWith("/webhooks/twilio", StringComparison.Ordinal) => $"X-Twilio-Signature: {Convert.ToBase64String(new byte[20])}\r\n",
        _ when route.StartsWith("/v3/directline", StringComparison.Ordinal) => $"Authorization: Bearer {token}\r\n",
        _ => "",
    };

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        storage.Closing();
        await storage.Store.DisposeAsync();
        storage.Dispose();
        foreach (var fake in fakes)
        {
            await fake.DisposeAsync();
        }

        folder.Dispose();
    }

    private async Task OpenChat()
    {
        using var client = new HttpClient { BaseAddress = new Uri(Address) };
        using var answer = await client.PostAsync(new Uri("/v3/directline/tokens/generate", UriKind.Relative), null);
        var given = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        (token, chat) = (given["token"]!.ToString(), given["conversationId"]!.ToString());
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var started = await client.PostAsync(new Uri("/v3/directline/conversations", UriKind.Relative), null);
        Assert.True(started.IsSuccessStatusCode);
    }
}
