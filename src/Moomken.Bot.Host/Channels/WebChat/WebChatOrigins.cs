using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>Which pages may talk to us, and the addresses that we hand out.</summary>
public sealed class WebChatOrigins(IOptions<WebChatOptions> options)
{
    private readonly FrozenSet<string> allowed = options.Value.AllowedOrigins.ToFrozenSet(StringComparer.Ordinal);
    private readonly string? publicOrigin = OriginOf(options.Value.PublicUrl);

    /// <summary>True when other sites may show our chat: only then may they load its pictures.</summary>
    public bool AnyForeign => allowed.Count > 0;

    /// <summary>Scheme and host of an address as browsers write an origin; null when it is none.</summary>
    public static string? OriginOf(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0
            ? uri.GetLeftPart(UriPartial.Authority)
            : null;

    /// <summary>The request's origin, null when it has none (programs, and a browser's same-site GET).</summary>
    public static string? Of(HttpRequest request) => request.Headers.Origin is [{ Length: > 0 } origin, ..] ? origin : null;

    /// <summary>True without an origin, for our own pages, and for the configured sites.</summary>
    public bool Allows(HttpRequest request) => IsOwn(request) || allowed.Contains(Of(request)!);

    /// <summary>True without an origin and for our own pages.</summary>
    public bool IsOwn(HttpRequest request) => Of(request) is not { } origin || IsOwn(request, origin);

    /// <summary>A token given to one site is of no use to another.</summary>
    public static bool Matches(HttpRequest request, WebChatClaims claims) =>
        claims.Origin is null || Of(request) is not { } origin || origin == claims.Origin;

    /// <summary>Scheme and host for addresses that we hand out, without a slash at the end.</summary>
    public string BaseOf(HttpRequest request) => publicOrigin ?? $"{request.Scheme}://{request.Host}";

    /// <summary>Tells the browser that this site may read the answer. Nothing for our own pages: they need no leave.</summary>
    public void Permit(HttpContext context)
    {
        context.Response.Headers.Vary = "Origin";
        if (Of(context.Request) is not { } origin || !allowed.Contains(origin))
        {
            return;
        }

        context.Response.Headers.AccessControlAllowOrigin = origin;
        context.Response.Headers.AccessControlExposeHeaders = "Retry-After";
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.Headers.AccessControlAllowMethods = "GET, POST";
            context.Response.Headers.AccessControlAllowHeaders = "authorization, content-type, x-ms-bot-agent, x-requested-with";
            context.Response.Headers.AccessControlMaxAge = "600";
        }
    }

    // The scheme is left out of the comparison: behind a proxy that ends TLS we see http where the browser sees https.
    private bool IsOwn(HttpRequest request, string origin) =>
        origin == publicOrigin || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority == request.Host.Value);
}
