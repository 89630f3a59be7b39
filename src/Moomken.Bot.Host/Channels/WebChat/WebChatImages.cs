using SkiaSharp;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>Decides by content whether an upload is a picture that a browser may show in place.</summary>
public static class WebChatImages
{
    /// <summary>Wider or higher than this is never shown: a small file can claim a picture that fills a phone's memory.</summary>
    private const int MaxSide = 12_000;

    /// <summary>The type, or null for what is no picture of the three kinds that we show.</summary>
    public static string? TypeOf(ReadOnlySpan<byte> content)
    {
        if (!MayBe(content))
        {
            return null;
        }

        using var data = SKData.CreateCopy(content);
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.Info.Width is < 1 or > MaxSide || codec.Info.Height is < 1 or > MaxSide)
        {
            return null;
        }

        return codec.EncodedFormat switch
        {
            SKEncodedImageFormat.Png => "image/png",
            SKEncodedImageFormat.Jpeg => "image/jpeg",
            SKEncodedImageFormat.Webp => "image/webp",
            _ => null,
        };
    }

    /// <summary>True when it starts like one of the three. The decoder knows many more formats; it is not asked about any of those.</summary>
    public static bool MayBe(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])
        || content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
        || (content.StartsWith("RIFF"u8) && content.Length > 12 && content[8..].StartsWith("WEBP"u8));
}
