using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Moomken.Bot.Storage;
using MinDataRate = Microsoft.AspNetCore.Server.Kestrel.Core.MinDataRate;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>Files: taken in, and given back to the chat that they came from.</summary>
public static class DirectLineUploads
{
    /// <summary>Multipart (part <c>activity</c> and parts <c>file</c>), or a single file as the body.</summary>
    public static async Task<IResult> PostAsync(
        string conversation,
        HttpContext context,
        DirectLineDoor door,
        WebChatInbox inbox,
        UploadReader reader,
        IOptions<WebChatOptions> options,
        ILogger<WebChatInbox> log)
    {
        var (claims, refusal) = await door.OpenAsync(context.Request, conversation);
        if (claims is null)
        {
            return refusal!;
        }

        AllowLongBody(context, options.Value);
        await using var received = reader.Begin(claims.Conversation);
        return await ReadAsync(received, context.Request)
            ?? await DirectLineActivities.TakeAsync(inbox, claims, received.Post, received.Saved, log, context.RequestAborted);
    }

    /// <summary>
    /// Gives a file back. Its address is the right to it (a picture's address carries no header), so it cannot be guessed.
    /// Only what was decoded as a picture is shown in place; all else is downloaded, and nothing of it can run.
    /// </summary>
    public static async Task<IResult> ServeAsync(
        string conversation, string upload, HttpContext context, IStore store, UploadFolder folder, WebChatTranscript transcript, WebChatOrigins origins)
    {
        var known = UploadFolder.IsId(upload)
            ? await store.ReadAsync(reader => reader.Get(WebChatUpload.Documents, upload), context.RequestAborted)
            : null;
        if (known is null || known.Conversation != conversation || !folder.Has(upload)
            || await transcript.FindAsync(conversation, context.RequestAborted) is not { Forgotten: false })
        {
            return DirectLineAnswer.NoFile;
        }

        WriteHeaders(context.Response, known, origins.AnyForeign);
        await foreach (var piece in folder.ReadAsync(upload))
        {
            await context.Response.Body.WriteAsync(piece, context.RequestAborted);
        }

        return Results.Empty;
    }

    /// <summary>Null when all was received; otherwise what to answer.</summary>
    private static async Task<IResult?> ReadAsync(UploadReading reading, HttpRequest request)
    {
        try
        {
            return await reading.ReadAsync(request);
        }
        catch (BadHttpRequestException refused)
        {
            return refused.StatusCode == StatusCodes.Status413PayloadTooLarge ? DirectLineAnswer.TooBig : DirectLineAnswer.BadSyntax;
        }
        catch (InvalidDataException)
        {
            return DirectLineAnswer.BadSyntax;
        }
        catch (IOException) when (!request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            // A full disk or a body that broke off: nothing was taken, the client sends again.
            return DirectLineAnswer.NoRoom;
        }
    }

    private static void WriteHeaders(HttpResponse response, WebChatUpload upload, bool foreign)
    {
        response.ContentType = upload.ImageType ?? "application/octet-stream";
        response.ContentLength = upload.Bytes;
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers["Cross-Origin-Resource-Policy"] = foreign ? "cross-origin" : "same-origin";
        response.Headers["Referrer-Policy"] = "no-referrer";

        // The browser may keep a picture for itself, so that a reload on a slow line does not fetch it again.
        response.Headers.CacheControl = "private, max-age=3600";
        var disposition = new ContentDispositionHeaderValue(upload.ImageType is null ? "attachment" : "inline");
        disposition.SetHttpFileName(string.IsNullOrEmpty(upload.Name) ? "file" : upload.Name);
        response.Headers.ContentDisposition = disposition.ToString();
    }

    /// <summary>Large files over slow lines: more bytes and more patience than the server's own limits give.</summary>
    private static void AllowLongBody(HttpContext context, WebChatOptions options)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = (options.MaxFileBytes * options.MaxFiles) + (2 << 20);
        }

        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = new MinDataRate(bytesPerSecond: 50, gracePeriod: TimeSpan.FromSeconds(60));
        }
    }
}
