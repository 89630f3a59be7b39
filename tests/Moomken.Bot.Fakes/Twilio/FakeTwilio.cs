using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Moomken.Bot.Fakes.Twilio;

/// <summary>
/// Twilio's REST API on a free loopback port: messages, their list, templates, media, and signed callbacks. Knows nothing of
/// any test framework. The people's verbs are in the other half of this class.
/// </summary>
public sealed partial class FakeTwilio : IAsyncDisposable
{
    public const string UsualAccount = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    public const string UsualToken = "0123456789abcdef0123456789abcdef";

    /// <summary>Never disposed: deliveries that are just ending still look at it, and it holds no timer.</summary>
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentQueue<(string Call, TwilioFailure Failure)> failures = new();
    private readonly ConcurrentQueue<int> fates = new();
    private readonly ConcurrentQueue<string> wrongs = new();
    private readonly List<TwilioMessageSent> sent = [];
    private readonly ConcurrentDictionary<string, byte[]> files = new();
    private readonly TwilioContents contents = new();
    private readonly TwilioPoster poster;
    private readonly WebApplication server;
    private readonly TimeProvider time;
    private TaskCompletionSource news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int made;

    private FakeTwilio(string token, TimeProvider time)
    {
        (Token, this.time) = (token, time);
        poster = new TwilioPoster(token, closing.Token);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        server = builder.Build();
        server.Run(Serve);
    }

    public string Account { get; } = UsualAccount;

    /// <summary>Changing it leaves those who still use the old one outside.</summary>
    public string Token { get; set; }

    /// <summary>What <c>Twilio__ApiBaseUrl</c> is set to.</summary>
    public string BaseUrl => server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Calls that no client may make: credentials where none belong, a form without its fields.</summary>
    public IReadOnlyCollection<string> Wrongs => wrongs;

    /// <summary>Calls with wrong credentials.</summary>
    public int Strangers { get; private set; }

    /// <summary>Everything that was created, in order.</summary>
    public IReadOnlyList<TwilioMessageSent> Sent
    {
        get
        {
            lock (sent)
            {
                return [.. sent];
            }
        }
    }

    public IReadOnlyCollection<JsonObject> Contents => contents.All;

    /// <summary>active, suspended or closed.</summary>
    public string AccountStatus { get; set; } = "active";

    /// <summary>Where the SMS number posts to, as its page at Twilio says.</summary>
    public string NumberHook { get; set; } = "";

    /// <summary>What WhatsApp says of every template.</summary>
    public string TemplateStatus { get; set; } = "approved";

    /// <summary>False: no callbacks come, as from carriers that report nothing.</summary>
    public bool Reports { get; set; } = true;

    public static async Task<FakeTwilio> Start(string token = UsualToken, TimeProvider? time = null)
    {
        var fake = new FakeTwilio(token, time ?? TimeProvider.System);
        await fake.server.StartAsync();
        return fake;
    }

    public async ValueTask DisposeAsync()
    {
        if (!closing.IsCancellationRequested)
        {
            await closing.CancelAsync();
            await server.DisposeAsync();
            poster.Dispose();
        }
    }

    /// <summary>The next calls go wrong.</summary>
    /// <param name="call">messages (create), list, content or media.</param>
    /// <param name="failure">How.</param>
    /// <param name="times">How many.</param>
    public void FailNext(string call, TwilioFailure failure, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            failures.Enqueue((call, failure));
        }
    }

    /// <summary>The next message is accepted and then fails with this code.</summary>
    public void FailAfterAccepting(int code) => fates.Enqueue(code);

    /// <summary>A template that WhatsApp has approved.</summary>
    public string AddApproved(string body) =>
        contents.Add(new JsonObject { ["friendly_name"] = "approved", ["types"] = new JsonObject { ["twilio/text"] = new JsonObject { ["body"] = body } } });

    public void RemoveContents() => contents.All.ToList().ForEach(content => contents.Remove((string)content["sid"]!));

    private async Task Serve(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        context.Response.Headers.Date = time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        if (path.StartsWith("/storage/", StringComparison.Ordinal))
        {
            await ServeStorage(context, path);
            return;
        }

        var expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Account}:{Token}"));
        if (context.Request.Headers.Authorization != expected)
        {
            Strangers++;
            await Error(context, TwilioFailure.Unauthorized);
            return;
        }

        var account = $"/2010-04-01/Accounts/{Account}/";
        await ((context.Request.Method, path) switch
        {
            ("POST", _) when path == account + "Messages.json" => Call(context, "messages", CreateMessage),
            ("GET", _) when path == account + "Messages.json" => Call(context, "list", ListMessages),
            ("GET", _) when path == account[..^1] + ".json" => Call(context, "account", _ => Task.FromResult<JsonNode?>(new JsonObject { ["sid"] = Account, ["status"] = AccountStatus })),
            ("GET", _) when path == account + "IncomingPhoneNumbers.json" => Call(context, "numbers", FindNumber),
            ("GET", _) when path.EndsWith("/ApprovalRequests", StringComparison.Ordinal) => Approval(context, path.Split('/')[^2]),
            ("POST", "/v1/Content") => Call(context, "content", CreateContent),
            ("GET", "/v1/Content") => Call(context, "content", _ => Task.FromResult<JsonNode?>(ListContents())),
            ("GET", _) when path.StartsWith(account, StringComparison.Ordinal) && path.Contains("/Media/", StringComparison.Ordinal) => ServeMedia(context, path),
            _ => Error(context, TwilioFailure.NotFound),
        });
    }

    private async Task Call(HttpContext context, string name, Func<HttpContext, Task<JsonNode?>> call)
    {
        var failure = failures.TryPeek(out var next) && next.Call == name && failures.TryDequeue(out next) ? next.Failure : null;
        try
        {
            if (failure is not null)
            {
                await Task.Delay(failure.Delay, context.RequestAborted);
            }

            if (failure is { AfterEffect: false })
            {
                await Error(context, failure);
                return;
            }

            var result = await call(context);
            await (result is null ? Task.CompletedTask : failure is not null ? Error(context, failure) : Write(context, context.Request.Method == "POST" ? 201 : 200, result));
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    private async Task<JsonNode?> CreateMessage(HttpContext context)
    {
        var form = (await context.Request.ReadFormAsync()).ToDictionary(field => field.Key, field => field.Value.ToString());
        var from = form.GetValueOrDefault("From") ?? form.GetValueOrDefault("MessagingServiceSid");
        (string Body, IReadOnlyList<TwilioChoice> Choices, string? ListButton) filled = (form.GetValueOrDefault("Body") ?? "", [], null);
        var code = Refusal(form, from);
        if (code == 0 && form.TryGetValue("ContentSid", out var content))
        {
            filled = contents.Fill(content, form.GetValueOrDefault("ContentVariables"), out code) ?? default;
        }

        if (code != 0)
        {
            await Error(context, TwilioFailure.Refused(code));
            return null;
        }

        var number = Interlocked.Increment(ref made);
        var message = new TwilioMessageSent($"SM{number:x32}", form["To"], from!, filled.Body, form)
        {
            Choices = filled.Choices,
            ListButton = filled.ListButton,
            CreatedAt = time.GetUtcNow(),
        };
        Decide(message);
        Keep(message);
        _ = Report(message);
        return Json(message);
    }

    private int Refusal(Dictionary<string, string> form, string? from)
    {
        var to = form.GetValueOrDefault("To") ?? "";
        var code = to.Length == 0 ? 21604
            : from is null ? 21603
            : !form.ContainsKey("Body") && !form.ContainsKey("ContentSid") && !form.ContainsKey("MediaUrl") ? 21602
            : form.GetValueOrDefault("Body")?.Length > 1600 ? 21617
            : optedOut.ContainsKey(to) ? 21610
            : 0;
        if (form.TryGetValue("StatusCallback", out var callback) && !Uri.IsWellFormedUriString(callback, UriKind.Absolute))
        {
            wrongs.Enqueue("StatusCallback is no address");
        }

        return code;
    }

    /// <summary>Newest first, as Twilio lists them.</summary>
    private Task<JsonNode?> ListMessages(HttpContext context)
    {
        var query = context.Request.Query;
        var found = Sent.Reverse()
            .Where(message => (query["To"].Count == 0 || message.To == query["To"]) && (query["From"].Count == 0 || message.From == query["From"]))
            .Take(int.TryParse(query["PageSize"], out var size) ? size : 50)
            .Select(Json).Concat(InboundFor(query)).ToArray<JsonNode?>();
        return Task.FromResult<JsonNode?>(new JsonObject { ["messages"] = new JsonArray(found), ["next_page_uri"] = null });
    }

    private Task<JsonNode?> FindNumber(HttpContext context)
    {
        var found = context.Request.Query["PhoneNumber"] == SmsNumber ? new JsonArray(new JsonObject { ["phone_number"] = SmsNumber, ["sms_url"] = NumberHook }) : [];
        return Task.FromResult<JsonNode?>(new JsonObject { ["incoming_phone_numbers"] = found });
    }

    private Task Approval(HttpContext context, string sid) => contents.All.Any(content => (string?)content["sid"] == sid)
        ? Write(context, 200, new JsonObject { ["sid"] = sid, ["whatsapp"] = new JsonObject { ["status"] = TemplateStatus } })
        : Error(context, TwilioFailure.NotFound);

    private async Task<JsonNode?> CreateContent(HttpContext context)
    {
        var content = (JsonObject)(await JsonNode.ParseAsync(context.Request.Body))!;
        var sid = contents.Add(content);
        return new JsonObject { ["sid"] = sid, ["friendly_name"] = (string?)content["friendly_name"] };
    }

    private JsonObject ListContents() => new()
    {
        ["contents"] = new JsonArray([.. contents.All.Select(content => content.DeepClone())]),
        ["meta"] = new JsonObject { ["next_page_url"] = null },
    };

    /// <summary>As Twilio does: the account's own address leads to a storage that wants no credentials.</summary>
    private async Task ServeMedia(HttpContext context, string path)
    {
        if (failures.TryPeek(out var next) && next.Call == "media" && failures.TryDequeue(out next))
        {
            await Error(context, next.Failure);
            return;
        }

        context.Response.StatusCode = 307;
        context.Response.Headers.Location = "/storage/" + path[(path.LastIndexOf('/') + 1)..];
    }

    private async Task ServeStorage(HttpContext context, string path)
    {
        if (context.Request.Headers.Authorization.Count > 0)
        {
            wrongs.Enqueue("Credentials were sent to the storage");
        }

        if (!files.TryGetValue(path["/storage/".Length..], out var file))
        {
            await Error(context, TwilioFailure.NotFound);
            return;
        }

        context.Response.ContentLength = file.Length;
        await context.Response.Body.WriteAsync(file);
    }

    private void Keep(TwilioMessageSent message)
    {
        lock (sent)
        {
            sent.Add(message);
            Interlocked.Exchange(ref news, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }

    private JsonNode Json(TwilioMessageSent message) => new JsonObject
    {
        ["sid"] = message.Sid,
        ["account_sid"] = Account,
        ["status"] = message.Status,
        ["to"] = message.To,
        ["from"] = message.From,
        ["body"] = message.Body,
        ["direction"] = "outbound-api",
        ["num_segments"] = "1",
        ["num_media"] = "0",
        ["date_created"] = Rfc2822(message.CreatedAt),
        ["date_sent"] = null,
        ["error_code"] = message.ErrorCode,
        ["error_message"] = null,
        ["api_version"] = "2010-04-01",
        ["uri"] = $"/2010-04-01/Accounts/{Account}/Messages/{message.Sid}.json",
    };

    private static string Rfc2822(DateTimeOffset at) => at.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);

    private static Task Error(HttpContext context, TwilioFailure failure)
    {
        if (failure.Drop)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        if (failure.RetryAfter is { } seconds)
        {
            var now = new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
            context.Response.Headers.Date = failure.RetryAsDate ? now.ToString("R", CultureInfo.InvariantCulture) : context.Response.Headers.Date;
            context.Response.Headers.RetryAfter = failure.RetryAsDate ? now.AddSeconds(seconds).ToString("R", CultureInfo.InvariantCulture) : seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (failure.RawBody is { } page)
        {
            context.Response.StatusCode = failure.Status;
            return context.Response.WriteAsync(page);
        }

        return Write(context, failure.Status, new JsonObject
        {
            ["code"] = failure.Code,
            ["message"] = failure.Message,
            ["more_info"] = $"https://www.twilio.com/docs/errors/{failure.Code}",
            ["status"] = failure.Status,
        });
    }

    private static Task Write(HttpContext context, int status, JsonNode body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToJsonString());
    }
}
