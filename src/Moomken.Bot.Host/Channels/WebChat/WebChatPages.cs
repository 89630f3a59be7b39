using System.Collections.Frozen;
using System.IO.Compression;
using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>
/// The hub page and the chat page in each language, and what they load. The files of <c>Page/</c> lie in the assembly;
/// in the two HTML files <c>{{name}}</c> stands for a text of <c>texts.ar.json</c> or <c>texts.en.json</c>. All is made at start.
/// </summary>
public sealed class WebChatPages
{
    private const string Prefix = "Page.";
    private static readonly string[] Templates = ["hub.html", "chat.html"];

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, PageFile> assets;
    private readonly FrozenDictionary<(string, Tongue), PageFile> pages;
    private readonly string version;

    public WebChatPages(IOptions<WebChatOptions> options)
    {
        var files = Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..], Read);
        version = Convert.ToHexStringLower(SHA256.HashData([.. files.OrderBy(file => file.Key).SelectMany(file => file.Value)]))[..12];
        assets = files.Where(file => Types.ContainsKey(Path.GetExtension(file.Key)))
            .ToFrozenDictionary(file => file.Key, file => new PageFile(Types[Path.GetExtension(file.Key)], file.Value));
        pages = Templates.SelectMany(_ => Tongues.All, (page, tongue) => (page, tongue)).ToFrozenDictionary(
            key => key,
            key => new PageFile("text/html; charset=utf-8", Fill(files[key.page], files[$"texts.{key.tongue.Code()}.json"], key.tongue, options.Value)));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        // Made now and not on the first request: a fault in a page must stop the start.
        var pages = routes.ServiceProvider.GetRequiredService<WebChatPages>();
        routes.MapGet("/", (HttpContext context, WebChatOrigins origins) => pages.Serve(context, origins, "hub.html"));
        routes.MapGet("/chat", (HttpContext context, WebChatOrigins origins) => pages.Serve(context, origins, "chat.html"));
        routes.MapGet("/chat/assets/{version}/{name}", (string version, string name, HttpContext context) => pages.ServeAsset(context, version, name));
    }

    private IResult Serve(HttpContext context, WebChatOrigins origins, string page)
    {
        var headers = context.Response.Headers;

        // 'self' covers the stream's ws: address in today's browsers; older ones need it by name.
        var stream = "ws" + origins.BaseOf(context.Request)["http".Length..];
        headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
            + $"connect-src 'self' {stream}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        headers["Permissions-Policy"] = "geolocation=(self), microphone=(self), camera=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-cache";
        Harden(headers);
        var tongue = Tongues.Parse(context.Request.Query["lang"]) ?? Tongue.Arabic;
        return pages[(page, tongue)].Answer(context);
    }

    private IResult ServeAsset(HttpContext context, string wanted, string name)
    {
        if (!assets.TryGetValue(name, out var asset))
        {
            return Results.NotFound();
        }

        // The address changes with the content, so the phone never has to ask again; a page of an older version must.
        context.Response.Headers.CacheControl = wanted == version ? "public, max-age=31536000, immutable" : "no-cache";
        Harden(context.Response.Headers);
        return asset.Answer(context);
    }

    private static void Harden(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    private byte[] Fill(byte[] template, byte[] texts, Tongue tongue, WebChatOptions options)
    {
        var values = JsonSerializer.Deserialize(texts, PageJson.Default.DictionaryStringString)!;
        var page = new StringBuilder(Encoding.UTF8.GetString(template));
        page.Replace("{{lang}}", tongue.Code()).Replace("{{dir}}", tongue == Tongue.Arabic ? "rtl" : "ltr")
            .Replace("{{assets}}", $"/chat/assets/{version}")
            .Replace("{{handles}}", Handles(options))
            .Replace("{{texts}}", WebUtility.HtmlEncode(JsonSerializer.Serialize(values, PageJson.Default.DictionaryStringString)));
        foreach (var (name, text) in values)
        {
            page.Replace("{{" + name + "}}", WebUtility.HtmlEncode(text));
        }

        return Encoding.UTF8.GetBytes(page.ToString());
    }

    private static string Handles(WebChatOptions options)
    {
        var items = string.Concat(options.Handles.Select(handle =>
            $"<li><bdi>{WebUtility.HtmlEncode(handle.Name)}</bdi> <bdi dir=\"ltr\">{WebUtility.HtmlEncode(handle.Handle)}</bdi></li>"));
        return items.Length == 0 ? "" : $"<h2>{{{{hubHandles}}}}</h2><ul>{items}</ul><p>{{{{hubBeware}}}}</p>";
    }

    private static byte[] Read(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>One file, plain and compressed: on a slow line a third of the bytes is a third of the wait.</summary>
    private sealed class PageFile(string type, byte[] plain)
    {
        private readonly byte[] compressed = Compress(plain);

        public IResult Answer(HttpContext context)
        {
            context.Response.Headers.Vary = "Accept-Encoding";
            if (!context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
            {
                return Results.Bytes(plain, type);
            }

            context.Response.Headers.ContentEncoding = "gzip";
            return Results.Bytes(compressed, type);
        }

        private static byte[] Compress(byte[] content)
        {
            using var bytes = new MemoryStream();
            using (var gzip = new GZipStream(bytes, CompressionLevel.SmallestSize))
            {
                gzip.Write(content);
            }

            return bytes.ToArray();
        }
    }
}
