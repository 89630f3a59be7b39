using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Moomken.Bot.Host.Tests.Outside;

/// <summary>A web server on this machine that answers as it is told and remembers what reached it.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Path, string? Authorization)> calls = new();

    private LoopbackServer(WebApplication app) => this.app = app;

    public IReadOnlyList<(string Path, string? Authorization)> Calls => [.. calls];

    public Uri Address => new(app.Urls.Single());

    public static async Task<LoopbackServer> Start(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new LoopbackServer(builder.Build());
        server.app.Run(context =>
        {
            server.calls.Enqueue((context.Request.Path, context.Request.Headers.Authorization.FirstOrDefault()));
            return answer(context);
        });
        await server.app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
