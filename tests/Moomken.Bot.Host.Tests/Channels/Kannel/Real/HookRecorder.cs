using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Moomken.Bot.Host.Tests.Channels.Kannel.Real;

/// <summary>Stands between smsbox and the service, passes every call on unchanged, and notes what the service answered: what it said 200 to, it must have.</summary>
internal sealed class HookRecorder : IAsyncDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromSeconds(1) }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly WebApplication server;

    private HookRecorder()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        server = builder.Build();
        server.Run(Pass);
    }

    /// <summary>Where smsbox is told to call.</summary>
    public string Address => server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>The service's own address; may be set after the start.</summary>
    public string Service { get; set; } = "";

    /// <summary>Messages by Kannel's id: what the service answered 200 to.</summary>
    public ConcurrentDictionary<string, string> Acknowledged { get; } = new();

    /// <summary>Calls with a message, repeats included.</summary>
    public int Calls { get; private set; }

    /// <summary>Status of each report that was answered 200.</summary>
    public ConcurrentQueue<string> Reports { get; } = new();

    /// <summary>Answers of the service other than 200.</summary>
    public ConcurrentQueue<HttpStatusCode> Refusals { get; } = new();

    public static async Task<HookRecorder> Start()
    {
        var recorder = new HookRecorder();
        await recorder.server.StartAsync();
        return recorder;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        client.Dispose();
    }

    private async Task Pass(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), Service + context.Request.Path + context.Request.QueryString);
        request.Content = body.Length > 0 || context.Request.ContentType is not null ? new ByteArrayContent(body.ToArray()) : null;
        foreach (var header in context.Request.Headers.Where(header => header.Key is not ("Host" or "Connection" or "Content-Length")))
        {
            if (!request.Headers.TryAddWithoutValidation(header.Key, header.Value.ToString()))
            {
                request.Content?.Headers.TryAddWithoutValidation(header.Key, header.Value.ToString());
            }
        }

        Calls += context.Request.Path.Value!.EndsWith("message", StringComparison.Ordinal) ? 1 : 0;
        try
        {
            using var answer = await client.SendAsync(request);
            Note(context.Request, answer.StatusCode, System.Text.Encoding.UTF8.GetString(body.ToArray()));
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentLength = 0;
        }
        catch (Exception down) when (down is HttpRequestException or OperationCanceledException)
        {
            context.Abort();
        }
    }

    private void Note(HttpRequest request, HttpStatusCode status, string text)
    {
        if (status != HttpStatusCode.OK)
        {
            Refusals.Enqueue(status);
        }
        else if (request.Path.Value!.EndsWith("report", StringComparison.Ordinal))
        {
            Reports.Enqueue(request.Query["status"].ToString());
        }
        else
        {
            Acknowledged[request.Query["id"].ToString()] = text;
        }
    }
}
