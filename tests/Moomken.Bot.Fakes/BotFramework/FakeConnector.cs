using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Moomken.Bot.Fakes.BotFramework;

/// <summary>
/// Microsoft's side on a free loopback port: keys and metadata of the connector and of the Emulator's tenant, the token
/// endpoint, and a service URL that takes activities. Knows nothing of any test framework.
/// </summary>
public sealed class FakeConnector : IAsyncDisposable
{
    public const string AppId = "11111111-2222-3333-4444-555555555555";
    public const string AppPassword = "secret~of.tests_only";
    public const string Issuer = "https://api.botframework.com";

    // Made once: making a key costs more than most tests.
    private static readonly FakeKey[] UsualKeys =
    [
        new("ch1", "webchat", "directline", "msteams", "facebook", "emulator"), new("ch2", "telegram", "slack", "email"), new("ch3", null),
    ];

    private static readonly FakeKey UsualEmulatorKey = new("em1", null);

    private readonly ConcurrentQueue<ConnectorPost> posts = new();
    private readonly ConcurrentQueue<ConnectorFailure> failures = new();
    private readonly ConcurrentQueue<ConnectorFailure> tokenFailures = new();
    private readonly ConcurrentDictionary<string, (byte[] Bytes, bool NeedsToken)> files = new();
    private readonly SemaphoreSlim arrived = new(0);
    private readonly WebApplication server;
    private int number;

    private FakeConnector()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        server = builder.Build();
        server.Run(ServeAsync);
    }

    /// <summary>The connector's keys; a test may take them away and add others.</summary>
    public ConcurrentDictionary<string, FakeKey> ChannelKeys { get; } = new(UsualKeys.Select(key => KeyValuePair.Create(key.Kid, key)));

    public FakeKey EmulatorKey { get; } = UsualEmulatorKey;

    public string BaseUrl => server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>With a path, as Teams has one.</summary>
    public string ServiceUrl => BaseUrl + "/amer/";

    public string MetadataUrl => BaseUrl + "/v1/.well-known/openidconfiguration";

    public string EmulatorMetadataUrl => BaseUrl + "/botframework.com/v2.0/.well-known/openid-configuration";

    public string TokenUrl => BaseUrl + "/tenant/oauth2/v2.0/token";

    /// <summary>False: the metadata answers 503.</summary>
    public bool KeysAreThere { get; set; } = true;

    public int KeyFetches { get; private set; }

    public int TokenFetches { get; private set; }

    /// <summary>Seconds that a token lasts.</summary>
    public int TokenLasts { get; set; } = 3600;

    /// <summary>The only token that is taken.</summary>
    public string CurrentToken => $"token-{TokenFetches}";

    /// <summary>Activities that were taken, in order.</summary>
    public IReadOnlyCollection<ConnectorPost> Posts => posts;

    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

    public static async Task<FakeConnector> StartAsync()
    {
        var fake = new FakeConnector();
        await fake.server.StartAsync();
        return fake;
    }

    public void FailNext(ConnectorFailure failure, int times = 1) => Enumerable.Repeat(failure, times).ToList().ForEach(failures.Enqueue);

    public void FailNextToken(ConnectorFailure failure) => tokenFailures.Enqueue(failure);

    /// <summary>The token that was given last is not taken any more.</summary>
    public void RevokeToken() => TokenRevoked = TokenFetches;

    private int TokenRevoked { get; set; }

    /// <summary>A file beside the service URL, as Teams keeps pictures.</summary>
    public string AddFile(byte[] bytes, bool needsToken)
    {
        var path = $"/amer/v3/attachments/{Interlocked.Increment(ref number)}/views/original";
        files[path] = (bytes, needsToken);
        return BaseUrl + path;
    }

    /// <summary>The next message to this conversation; signs of typing are passed over.</summary>
    public async Task<ConnectorPost> NextAsync(string conversation, int after)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (MessagesTo(conversation).ElementAtOrDefault(after) is { } post)
            {
                return post;
            }

            // Woken by any post; several may wait, so it is asked again at the latest after a moment.
            await arrived.WaitAsync(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }

    public IReadOnlyList<ConnectorPost> MessagesTo(string conversation) =>
        [.. posts.Where(post => post.Conversation == conversation && post.Type == "message")];

    /// <summary>A header as the connector sends it: a token for this service URL, good for an hour.</summary>
    public string Bearer(string? serviceUrl = null, string kid = "ch1") => "Bearer " + ChannelKeys[kid].Sign(Claims(serviceUrl));

    public JsonObject Claims(string? serviceUrl = null, DateTimeOffset? now = null) => new()
    {
        ["serviceurl"] = serviceUrl ?? ServiceUrl,
        ["iss"] = Issuer,
        ["aud"] = AppId,
        ["nbf"] = (now ?? TimeProvider.System.GetUtcNow()).ToUnixTimeSeconds() - 60,
        ["exp"] = (now ?? TimeProvider.System.GetUtcNow()).ToUnixTimeSeconds() + 3600,
    };

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        arrived.Dispose();
    }

    private Task ServeAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/v1/.well-known/openidconfiguration" => MetadataAsync(context, "/v1/.well-known/keys"),
        "/v1/.well-known/keys" => KeysAsync(context, ChannelKeys.Values),
        "/botframework.com/v2.0/.well-known/openid-configuration" => MetadataAsync(context, "/common/discovery/v2.0/keys"),
        "/common/discovery/v2.0/keys" => KeysAsync(context, [EmulatorKey]),
        "/tenant/oauth2/v2.0/token" => TokenAsync(context),
        { } path when files.ContainsKey(path) => FileAsync(context, path),
        _ => ActivityAsync(context),
    };

    private async Task MetadataAsync(HttpContext context, string keys)
    {
        KeyFetches++;
        await (KeysAreThere
            ? JsonAsync(context, 200, new JsonObject
            {
                ["issuer"] = Issuer,
                ["authorization_endpoint"] = "https://invalid.botframework.com",
                ["jwks_uri"] = BaseUrl + keys,
                ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
                ["token_endpoint_auth_methods_supported"] = new JsonArray("private_key_jwt"),
            })
            : JsonAsync(context, 503, []));
    }

    private static Task KeysAsync(HttpContext context, IEnumerable<FakeKey> keys) =>
        JsonAsync(context, 200, new JsonObject { ["keys"] = new JsonArray([.. keys.Select(key => key.Jwk())]) });

    private async Task TokenAsync(HttpContext context)
    {
        if (tokenFailures.TryDequeue(out var failure))
        {
            await AnswerAsync(context, failure);
            return;
        }

        var form = await context.Request.ReadFormAsync();
        var right = form["grant_type"] == "client_credentials" && form["client_id"] == AppId && form["client_secret"] == AppPassword && form["scope"] == Issuer + "/.default";
        if (!right)
        {
            await JsonAsync(context, 401, new JsonObject { ["error"] = "invalid_client" });
            return;
        }

        TokenFetches++;
        await JsonAsync(context, 200, new JsonObject { ["token_type"] = "Bearer", ["expires_in"] = TokenLasts, ["access_token"] = CurrentToken });
    }

    private async Task FileAsync(HttpContext context, string path)
    {
        var (bytes, needsToken) = files[path];
        if (needsToken && TokenOf(context) != CurrentToken)
        {
            context.Response.StatusCode = 401;
            return;
        }

        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes);
    }

    private async Task ActivityAsync(HttpContext context)
    {
        var parts = context.Request.Path.Value!.Split('/');
        if (context.Request.Method != "POST" || parts is not ["", "amer", "v3", "conversations", _, "activities", ..] or { Length: > 7 })
        {
            context.Response.StatusCode = 404;
            return;
        }

        var body = (JsonObject)(await JsonNode.ParseAsync(context.Request.Body))!;
        failures.TryDequeue(out var failure);
        if (failure is { AfterEffect: false })
        {
            await AnswerAsync(context, failure);
            return;
        }

        if (TokenOf(context) is { } token && (token != CurrentToken || TokenRevoked == TokenFetches))
        {
            await AnswerAsync(context, new ConnectorFailure(401, """{"message":"Authorization has been denied for this request."}"""));
            return;
        }

        posts.Enqueue(new ConnectorPost(
            Uri.UnescapeDataString(parts[4]), parts.Length > 6 ? Uri.UnescapeDataString(parts[6]) : null, body, TokenOf(context), context.Request.Path.Value!, context.Request.ContentType));
        arrived.Release();
        await (failure is null ? JsonAsync(context, 200, new JsonObject { ["id"] = $"out-{Interlocked.Increment(ref number)}" }) : AnswerAsync(context, failure));
    }

    private static string? TokenOf(HttpContext context) => context.Request.Headers.Authorization.ToString() is { Length: > 7 } header ? header["Bearer ".Length..] : null;

    private static async Task AnswerAsync(HttpContext context, ConnectorFailure failure)
    {
        if (failure.Status == 0)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = failure.Status;
        if (failure.RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString();
        }

        await context.Response.WriteAsync(failure.Body);
    }

    private static Task JsonAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToJsonString());
    }
}
