using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>Takes what is sent by OTLP over HTTP and keeps it as it came.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, byte[] Body)> bodies = new();
    private readonly WebApplication server;

    private OtlpCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.MapPost("/{**path}", async (HttpRequest request, string path) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            bodies.Enqueue((path, body.ToArray()));
            return Results.Ok();
        });
    }

    public string Address => server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<OtlpCollector> Start()
    {
        var collector = new OtlpCollector();
        await collector.server.StartAsync();
        return collector;
    }

    /// <summary>Whether something of this name came to this path.</summary>
    public bool Has(string path, string name) => bodies.Any(body => body.Path == path && body.Body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(name)) >= 0);

    public IEnumerable<KeyValuePair<string, byte[]>> Bodies() => bodies.Select((body, number) => KeyValuePair.Create($"{body.Path} {number}", body.Body));

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
