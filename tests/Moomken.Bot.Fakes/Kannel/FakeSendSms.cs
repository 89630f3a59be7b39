using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Moomken.Bot.Fakes.Kannel;

/// <summary>
/// smsbox's sendsms on a free loopback port: notes every SMS and answers as Kannel does. With <see cref="Reports"/> it calls
/// back as Kannel would: taken by the operator, then on the phone.
/// </summary>
public sealed class FakeSendSms : IAsyncDisposable
{
    private readonly ConcurrentQueue<TakenSms> taken = new();
    private readonly ConcurrentQueue<TakenSms> knocks = new();
    private readonly ConcurrentQueue<(int Status, string Body)> answers = new();
    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(3) };
    private readonly WebApplication server;
    private int reportsTaken;

    private FakeSendSms()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.AddServerHeader = false;
        });
        server = builder.Build();
        server.Run(Serve);
    }

    public string BaseUrl => server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public string SendUrl => BaseUrl + "/cgi-bin/sendsms";

    /// <summary>What arrived, whatever was answered, in order.</summary>
    public IReadOnlyCollection<TakenSms> Taken => taken;

    /// <summary>Calls without a receiver.</summary>
    public IReadOnlyCollection<TakenSms> Knocks => knocks;

    /// <summary>What those are answered.</summary>
    public (int Status, string Body) KnockAnswer { get; set; } = (400, "Missing receiver(s) number(s), rejected");

    /// <summary>True to cut such calls, as a smsbox does that has lost bearerbox.</summary>
    public bool Away { get; set; }

    /// <summary>True to call back with reports 8 and 1 after each SMS taken.</summary>
    public bool Reports { get; set; }

    /// <summary>Reports that were answered 200.</summary>
    public int ReportsTaken => Volatile.Read(ref reportsTaken);

    /// <summary>The Server header; null for something that is not Kannel.</summary>
    public string? Name { get; set; } = "Kannel/1.4.5";

    /// <summary>Called before an SMS counts as taken. True: it has dealt with the call, and nothing was taken.</summary>
    public Func<HttpContext, Task<bool>>? BeforeTaking { get; set; }

    /// <summary>Called before the answer is given, for tests that cut the line there.</summary>
    public Func<HttpContext, Task>? BeforeAnswer { get; set; }

    public static async Task<FakeSendSms> Start()
    {
        var fake = new FakeSendSms();
        await fake.server.StartAsync();
        return fake;
    }

    /// <summary>The next call gets this answer; the ones after it the usual one.</summary>
    public void AnswerNext(int status, string body) => answers.Enqueue((status, body));

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        client.Dispose();
    }

    private async Task Serve(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var sms = new TakenSms(
            context.Request.Method + " " + context.Request.Path + context.Request.QueryString,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Encoding.UTF8.GetString(body.ToArray()));
        if (sms.To.Length == 0)
        {
            await Knocked(context, sms);
            return;
        }

        if (BeforeTaking is { } first && await first(context))
        {
            return;
        }

        taken.Enqueue(sms);
        var (status, text) = answers.TryDequeue(out var next) ? next : (202, "0: Accepted for delivery");
        if (Reports && status == 202 && sms.Header("X-Kannel-DLR-Url") is { } url)
        {
            _ = Task.Run(() => Report(url));
        }

        if (BeforeAnswer is { } before)
        {
            await before(context);
        }

        await Answer(context, status, text);
    }

    private async Task Knocked(HttpContext context, TakenSms call)
    {
        knocks.Enqueue(call);
        if (Away)
        {
            context.Abort();
            return;
        }

        await Answer(context, KnockAnswer.Status, KnockAnswer.Body);
    }

    private async Task Answer(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html";
        if (Name is not null)
        {
            context.Response.Headers.Server = Name;
        }

        await context.Response.WriteAsync(text);
    }

    private async Task Report(string url)
    {
        foreach (var (status, answer) in new[] { ("8", "ACK%2F"), ("1", "stat%3ADELIVRD") })
        {
            await Call(url.Replace("%d", status, StringComparison.Ordinal).Replace("%F", "F1", StringComparison.Ordinal).Replace("%A", answer, StringComparison.Ordinal));
        }
    }

    /// <summary>As Kannel does: again until it is answered 200 or 202.</summary>
    private async Task Call(string url)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(url));
                if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted)
                {
                    Interlocked.Increment(ref reportsTaken);
                    return;
                }
            }
            catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or ObjectDisposedException)
            {
                // The service may be down; Kannel asks again.
            }

            await Task.Delay(50);
        }
    }
}

/// <summary>One call of sendsms.</summary>
public sealed record TakenSms(string Request, IReadOnlyDictionary<string, string> Headers, string Text)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public string To => Header("X-Kannel-To") ?? "";
}
