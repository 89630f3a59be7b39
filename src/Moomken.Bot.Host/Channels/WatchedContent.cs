using System.Net;
using System.Net.Http.Headers;

namespace Moomken.Bot.Host.Channels;

/// <summary>A body that knows whether it began to be written to a connection: if not, the call may be repeated without doubt.</summary>
internal sealed class WatchedContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> bytes;

    public WatchedContent(ReadOnlyMemory<byte> bytes, MediaTypeHeaderValue type)
    {
        this.bytes = bytes;
        Headers.ContentType = type;
    }

    public bool Started { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Started = true;
        return stream.WriteAsync(bytes, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = bytes.Length;
        return true;
    }
}
