using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Moomken.Bot.Fakes.Chaos;

/// <summary>
/// A bad network and a bad day of the provider, on a free loopback port, between us and any HTTP fake. What it does to whom is
/// chosen by chance from a seed; every request and its trouble is kept, so that a test can prove what must follow.
/// </summary>
public sealed class ChaosProxy : IAsyncDisposable
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(300);
    private readonly ConcurrentQueue<ChaosCall> calls = new();
    private readonly Lock gate = new();
    private readonly Random random;
    private readonly string tooMany;
    private readonly HttpClient provider = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
    private readonly WebApplication server;

    private ChaosProxy(string target, int seed, string tooMany)
    {
        (Target, this.tooMany, random) = (target, tooMany, new Random(seed));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        server = builder.Build();
        server.Run(Serve);
    }

    public string BaseUrl => server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public IReadOnlyCollection<ChaosCall> Calls => calls;

    /// <summary>Scheme, host and port of what stands behind; may be set after the start.</summary>
    public string Target { get; set => field = value.TrimEnd('/'); }

    /// <summary>Of a hundred requests, how many meet each of the six troubles.</summary>
    public int Each { get; set; } = 7;

    /// <param name="target">Scheme, host and port of the fake.</param>
    /// <param name="seed">The same seed does the same to requests that come in the same order.</param>
    /// <param name="tooMany">The provider's body for a 429; its wait is a second.</param>
    public static async Task<ChaosProxy> Start(string target, int seed, string tooMany = "")
    {
        var proxy = new ChaosProxy(target, seed, tooMany);
        await proxy.server.StartAsync();
        return proxy;
    }

    /// <summary>From here on everything passes.</summary>
    public void CalmDown() => Each = 0;

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        provider.Dispose();
    }

    private async Task Serve(HttpContext context)
    {
        var path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var (trouble, delay) = Choose();
        calls.Enqueue(new ChaosCall(path, System.Text.Encoding.UTF8.GetString(body.ToArray()), trouble));
        switch (trouble)
        {
            case Trouble.Dropped:
                context.Abort();
                return;
            case Trouble.ServerError:
                await Answer(context, 500, "");
                return;
            case Trouble.TooMany:
                context.Response.Headers.RetryAfter = "1";
                await Answer(context, 429, tooMany);
                return;
            case Trouble.Delayed:
                await Task.Delay(delay);
                break;
        }

        await Pass(context, path, body.ToArray(), trouble);
    }

    private async Task Pass(HttpContext context, string path, byte[] body, Trouble trouble)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), Target + path) { Content = new ByteArrayContent(body) };
        foreach (var (name, values) in context.Request.Headers.Where(header => header.Key is "Authorization" or "Content-Type" or "Accept" || header.Key.StartsWith("X-", StringComparison.OrdinalIgnoreCase)))
        {
            _ = request.Headers.TryAddWithoutValidation(name, values.ToArray()) || request.Content.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        using var response = await provider.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        if (trouble == Trouble.TakenThenSilent)
        {
            await Silence(context);
        }

        if (trouble is Trouble.Reset or Trouble.TakenThenSilent)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        await context.Response.Body.WriteAsync(answer);
    }

    /// <summary>Until whoever asked has given up.</summary>
    private static async Task Silence(HttpContext context)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var given = context.RequestAborted.Register(() => gone.TrySetResult());
        await gone.Task;
    }

    private static async Task Answer(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
    }

    private (Trouble Trouble, TimeSpan Delay) Choose()
    {
        lock (gate)
        {
            var drawn = random.Next(100);
            var delay = LongestDelay * random.NextDouble();
            return Each > 0 && drawn < Each * 6 ? ((Trouble)(1 + (drawn / Each)), delay) : (Trouble.None, delay);
        }
    }
}
