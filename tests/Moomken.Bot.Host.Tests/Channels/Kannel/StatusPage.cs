using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Moomken.Bot.Host.Tests.Channels.Kannel;

/// <summary>bearerbox's status page, with what a test writes on it.</summary>
internal sealed class StatusPage : IAsyncDisposable
{
    private readonly WebApplication server;

    private StatusPage(string page)
    {
        Page = page;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        server = builder.Build();
        server.Run(context => context.Response.WriteAsync(context.Request.Query["password"] == "statuspw" ? Page : "<gateway>\nDenied</gateway>"));
    }

    public string Page { get; set; }

    public string Url => server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/status.xml";

    public static async Task<StatusPage> Start(string page)
    {
        var status = new StatusPage(page);
        await status.server.StartAsync();
        return status;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
