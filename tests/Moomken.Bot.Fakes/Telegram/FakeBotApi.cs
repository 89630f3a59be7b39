using System.Collections.Concurrent;
using System.Net;
using System.Net.NetworkInformation;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Moomken.Bot.Fakes.Telegram;

/// <summary>
/// A Bot API server on a free loopback port, with people to talk to the bot. Knows nothing of any test framework.
/// The people's verbs (<c>UserSays</c>, <c>UserPresses</c> …) are in the other half of this class.
/// </summary>
public sealed partial class FakeBotApi : IAsyncDisposable
{
    public const string UsualToken = "987654321:TEST_token-for_tests_only_0123456789";

    /// <summary>Never disposed: deliveries that are just ending still look at it, and it holds no timer.</summary>
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentQueue<BotApiCall> calls = new();
    private readonly List<(string Method, long? Chat, FakeFailure Failure)> failures = [];
    private readonly FakeChats chats;
    private readonly FakeUpdateQueue updates;
    private readonly FakeMethods methods;
    private readonly WebApplication server;
    private int serving;

    private FakeBotApi(string token, string username, TimeProvider time)
    {
        Token = token;
        var bot = new JsonObject
        {
            ["id"] = long.Parse(token.Split(':')[0]),
            ["is_bot"] = true,
            ["first_name"] = "Moomken",
            ["username"] = username,
        };
        chats = new FakeChats(time, bot);
        updates = new FakeUpdateQueue(time, closing.Token);
        methods = new FakeMethods(bot, chats, updates);
        updates.Carried = fields => calls.Enqueue(new BotApiCall(fields["method"]!.ToString(), fields, new Dictionary<string, BotApiUpload>()));

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        server = builder.Build();
        server.Run(ServeCounted);
    }

    public string Token { get; }

    /// <summary>Scheme, host and port: what <c>Telegram__ApiBaseUrl</c> is set to.</summary>
    public string BaseUrl => server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Every call with the right token, in the order in which they came.</summary>
    public IReadOnlyCollection<BotApiCall> Calls => calls;

    /// <summary>Calls with another token than ours.</summary>
    public int Strangers { get; private set; }

    /// <summary>What setMyCommands set, by scope and language: <c>all_private_chats/ar</c>.</summary>
    public IReadOnlyDictionary<string, JsonArray> Commands => methods.Commands;

    public string? WebhookUrl => updates.Webhook?.Url;

    /// <summary>The longest wait before an unanswered update is posted again.</summary>
    public TimeSpan LongestRetryDelay
    {
        get => updates.LongestRetryDelay;
        set => updates.LongestRetryDelay = value;
    }

    /// <summary>How long the people wait for an answer before they complain.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(20);

    public static async Task<FakeBotApi> Start(string token = UsualToken, string username = "moomken_bot", TimeProvider? time = null)
    {
        var fake = new FakeBotApi(token, username, time ?? TimeProvider.System);
        await fake.server.StartAsync();
        return fake;
    }

    /// <summary>May be called early, to see what the bot does without a server.</summary>
    public async ValueTask DisposeAsync()
    {
        if (closing.IsCancellationRequested)
        {
            return;
        }

        await closing.CancelAsync();
        await server.DisposeAsync();
        updates.Dispose();
    }

    /// <summary>The next calls of a method go wrong, as many as <paramref name="times"/>; with <paramref name="chat"/>, only those to that chat.</summary>
    public void FailNext(string method, FakeFailure failure, int times = 1, long? chat = null)
    {
        lock (failures)
        {
            failures.AddRange(Enumerable.Repeat((method, chat, failure), times));
        }
    }

    /// <summary>What was sent with a method, in order.</summary>
    public IReadOnlyList<BotApiCall> CallsOf(string method) => [.. calls.Where(call => IsSame(call.Method, method))];

    /// <summary>A file as if a person had uploaded it; returns its file_id.</summary>
    public string AddFile(byte[] bytes, string? fileId = null, string? path = null) => chats.AddFile(bytes, "files", "bin", fileId, path).Id;

    /// <summary>
    /// Completes when all that a bot wrote before it died was read: no connection to us is open, nor waits to be accepted, and no call
    /// is being served. What was sent before the death and what after it can be told apart only then.
    /// </summary>
    public async Task Deserted()
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (IsVisited() || Volatile.Read(ref serving) > 0)
        {
            await tick.WaitForNextTickAsync(closing.Token);
        }
    }

    private bool IsVisited()
    {
        var port = new Uri(BaseUrl).Port;
        return IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
            .Any(connection => connection.LocalEndPoint.Port == port && (connection.State is TcpState.Established or TcpState.CloseWait or TcpState.SynReceived));
    }

    private async Task ServeCounted(HttpContext context)
    {
        Interlocked.Increment(ref serving);
        try
        {
            await Serve(context);
        }
        finally
        {
            Interlocked.Decrement(ref serving);
        }
    }

    private async Task Serve(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var file = $"/file/bot{Token}/";
        if (path.StartsWith(file, StringComparison.Ordinal))
        {
            await ServeFile(context, path[file.Length..]);
            return;
        }

        var parts = path.Split('/', 3);
        if (parts.Length != 3 || !parts[1].StartsWith("bot", StringComparison.Ordinal))
        {
            await FakeAnswer.Error(context, new FakeFailure(404, "Not Found"));
        }
        else if (parts[1] != "bot" + Token)
        {
            Strangers++;
            await FakeAnswer.Error(context, FakeFailure.Unauthorized);
        }
        else
        {
            await ServeMethod(context, parts[2]);
        }
    }

    private async Task ServeMethod(HttpContext context, string method)
    {
        var call = await BotApiCall.Read(method, context.Request);
        calls.Enqueue(call);
        var failure = TakeFailure(call);
        try
        {
            if (failure is not null)
            {
                await Task.Delay(failure.Delay, context.RequestAborted);
            }

            if (failure is { AfterEffect: false, Status: not 200 })
            {
                await FakeAnswer.Error(context, failure);
                return;
            }

            var result = await methods.Call(call);
            await (failure is { AfterEffect: true } ? FakeAnswer.Error(context, failure) : FakeAnswer.Ok(context, result));
        }
        catch (FakeApiError refused)
        {
            await FakeAnswer.Error(context, refused.Failure);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    private async Task ServeFile(HttpContext context, string path)
    {
        var call = new BotApiCall("file", new JsonObject { ["path"] = path }, new Dictionary<string, BotApiUpload>());
        calls.Enqueue(call);
        if (TakeFailure(call) is { } failure)
        {
            await FakeAnswer.Error(context, failure);
        }
        else if (chats.FileAt(path) is { } file)
        {
            context.Response.ContentLength = file.Bytes.Length;
            await context.Response.Body.WriteAsync(file.Bytes);
        }
        else
        {
            await FakeAnswer.Error(context, new FakeFailure(404, "Not Found"));
        }
    }

    private FakeFailure? TakeFailure(BotApiCall call)
    {
        lock (failures)
        {
            var index = failures.FindIndex(next => IsSame(next.Method, call.Method) && (next.Chat is null || next.Chat == call.Number("chat_id")));
            if (index < 0)
            {
                return null;
            }

            var failure = failures[index].Failure;
            failures.RemoveAt(index);
            return failure;
        }
    }

    private static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
