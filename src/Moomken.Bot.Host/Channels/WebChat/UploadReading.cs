using System.Collections.Immutable;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Moomken.Bot.Host.Channels.Activities;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>One post with files being received.</summary>
public sealed class UploadReading(UploadFolder folder, IStore store, IdSource ids, WebChatOptions options, string conversation) : IAsyncDisposable
{
    // Looking at a picture needs it whole; two at a time keep a rush of photos out of memory.
    private static readonly SemaphoreSlim Looking = new(2);

    private readonly List<SavedUpload> saved = [];
    private long total;

    /// <summary>The activity that came with the files; an empty message when there was none.</summary>
    public WebChatPost Post { get; private set; } = new() { Type = "message" };

    public ImmutableArray<SavedUpload> Saved => [.. saved];

    /// <summary>Null when everything was received, otherwise the answer to give. Throws <see cref="IOException"/> when the disk or the body fails.</summary>
    public async Task<IResult?> ReadAsync(HttpRequest request)
    {
        var chat = await store.ReadAsync(reader => reader.Get(WebChatConversation.Documents, conversation), request.HttpContext.RequestAborted);
        total = chat?.UploadedBytes ?? 0;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
        {
            return DirectLineAnswer.Error(415, "UnsupportedMediaType", "Send multipart/form-data, or one file with its type.");
        }

        if (!type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return await SaveAsync(request.Body, request.ContentType, request.Headers.ContentDisposition, request.HttpContext.RequestAborted);
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        return boundary is { Length: > 0 and <= 200 } ? await ReadPartsAsync(boundary, request) : DirectLineAnswer.BadSyntax;
    }

    public async ValueTask DisposeAsync()
    {
        if (saved.Count == 0)
        {
            return;
        }

        // Asked of the store and not of what happened in between: a file that a line names must stay, even if the answer failed.
        try
        {
            var named = await store.ReadAsync(reader => saved.Where(file => reader.Get(WebChatUpload.Documents, file.Upload.Id) is not null).ToHashSet());
            foreach (var file in saved.Where(file => !named.Contains(file)))
            {
                folder.Delete(file.Upload.Id);
            }
        }
        catch (StoreUnavailableException)
        {
            // Better a file too many than one too few.
        }
    }

    private async Task<IResult?> ReadPartsAsync(string boundary, HttpRequest request)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var parts = new MultipartReader(boundary, request.Body);
        while (await parts.ReadNextSectionAsync(cancellation) is { } part)
        {
            var refusal = IsActivity(part)
                ? await ReadActivityAsync(part, cancellation)
                : await SaveAsync(part.Body, part.ContentType, part.ContentDisposition, cancellation);
            if (refusal is not null)
            {
                return refusal;
            }
        }

        return null;
    }

    private async Task<IResult?> ReadActivityAsync(MultipartSection part, CancellationToken cancellation)
    {
        if (await BodyText.ReadAsync(part.Body, WebChatPost.MaxLength, cancellation) is not { } body)
        {
            return DirectLineAnswer.TooLong;
        }

        if (WebChatPost.Read(body) is not { Type: "message" } post)
        {
            return DirectLineAnswer.BadSyntax;
        }

        Post = post;
        return null;
    }

    private async Task<IResult?> SaveAsync(Stream content, string? type, string? disposition, CancellationToken cancellation)
    {
        var room = Math.Min(options.MaxFileBytes, options.MaxConversationBytes - total);
        if (saved.Count >= options.MaxFiles || room < 0)
        {
            return DirectLineAnswer.TooBig;
        }

        var id = ids.Next() + Convert.ToHexString(ids.Bytes(10));
        if (await folder.SaveAsync(id, content, room, cancellation) is not { } bytes)
        {
            return DirectLineAnswer.TooBig;
        }

        total += bytes;
        var upload = new WebChatUpload { Id = id, Conversation = conversation, Name = UploadLabels.NameOf(disposition), Bytes = bytes };
        saved.Add(new SavedUpload(upload, UploadLabels.TypeOf(type)));
        saved[^1] = saved[^1] with { Upload = upload with { ImageType = await LookAsync(id) } };
        return null;
    }

    private async Task<string?> LookAsync(string id)
    {
        await Looking.WaitAsync();
        try
        {
            using var content = new MemoryStream();
            await foreach (var piece in folder.ReadAsync(id))
            {
                if (content.Length == 0 && !WebChatImages.MayBe(piece.Span))
                {
                    return null;
                }

                content.Write(piece.Span);
            }

            return WebChatImages.TypeOf(content.GetBuffer().AsSpan(0, (int)content.Length));
        }
        finally
        {
            Looking.Release();
        }
    }

    private static bool IsActivity(MultipartSection part) =>
        part.ContentType?.StartsWith("application/vnd.microsoft.activity", StringComparison.OrdinalIgnoreCase) == true;
}
