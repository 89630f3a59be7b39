using Moomken.Bot.Evidence;
using SkiaSharp;

namespace Moomken.Bot.Host.Evidence;

/// <summary>
/// The copy of a photo that people look at: turned upright, at most <see cref="MaxSide"/> pixels on a side, encoded anew
/// from its pixels alone. Nothing else of the original survives: no place, no phone model, no owner, no script behind it.
/// </summary>
public static class ImageView
{
    /// <summary>More pixels than this are refused from the header, before memory is taken: a small file can claim gigapixels.</summary>
    public const long MaxPixels = 50_000_000;

    public const int MaxSide = 2048;

    public const int JpegQuality = 85;

    /// <summary>A JPEG, or a PNG where the image is see-through; null for whatever cannot be decoded whole. Never throws for bad input.</summary>
    public static byte[]? Make(byte[] original)
    {
        if (!EvidenceTypes.IsImage(EvidenceTypes.Of(original)))
        {
            return null;
        }

        using var data = SKData.CreateCopy(original);
        using var codec = SKCodec.Create(data);
        if (codec is null || (long)codec.Info.Width * codec.Info.Height is <= 0 or > MaxPixels)
        {
            return null;
        }

        using var pixels = Decode(codec);
        if (pixels is null)
        {
            return null;
        }

        using var upright = Draw(pixels, codec.EncodedOrigin);
        return upright is null ? null : Encode(upright);
    }

    private static SKBitmap? Decode(SKCodec codec)
    {
        var size = DecodedSize(codec);
        var alpha = codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Premul;
        using var colours = SKColorSpace.CreateSrgb();
        var bitmap = new SKBitmap();
        if (bitmap.TryAllocPixels(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, alpha, colours))
            && codec.GetPixels(bitmap.Info, bitmap.GetPixels()) == SKCodecResult.Success)
        {
            return bitmap;
        }

        bitmap.Dispose();
        return null;
    }

    /// <summary>JPEG decodes at eighths of its size for less work and memory; we take the smallest that is large enough, and draw the rest.</summary>
    private static SKSizeI DecodedSize(SKCodec codec)
    {
        for (var eighths = 1; eighths < 8; eighths++)
        {
            var size = codec.GetScaledDimensions(eighths / 8f);
            if (Math.Max(size.Width, size.Height) >= MaxSide)
            {
                return size;
            }
        }

        return codec.Info.Size;
    }

    private static SKBitmap? Draw(SKBitmap pixels, SKEncodedOrigin origin)
    {
        var scale = Math.Min(1f, (float)MaxSide / Math.Max(pixels.Width, pixels.Height));
        var (width, height) = (Math.Max(1, (int)MathF.Round(pixels.Width * scale)), Math.Max(1, (int)MathF.Round(pixels.Height * scale)));
        var turned = origin >= SKEncodedOrigin.LeftTop;

        // No colour space on the target: with one, the encoder writes a profile into the file.
        var info = new SKImageInfo(turned ? height : width, turned ? width : height, SKColorType.Rgba8888, pixels.AlphaType);
        var upright = new SKBitmap();
        if (!upright.TryAllocPixels(info))
        {
            upright.Dispose();
            return null;
        }

        using var canvas = new SKCanvas(upright);
        pixels.SetImmutable();
        using var image = SKImage.FromBitmap(pixels);
        canvas.Clear(SKColors.Transparent);
        canvas.Concat(Upright(origin, width, height));

        // Below a half, plain sampling would skip pixels; smaller copies for it cost time that most photos do not need.
        var mipmaps = scale < 0.5f ? SKMipmapMode.Linear : SKMipmapMode.None;
        canvas.DrawImage(image, new SKRect(0, 0, width, height), new SKSamplingOptions(SKFilterMode.Linear, mipmaps));
        canvas.Flush();
        return upright;
    }

    /// <summary>Maps the stored picture (<paramref name="w"/> × <paramref name="h"/>) to how it was held; EXIF orientations 1 to 8.</summary>
    private static SKMatrix Upright(SKEncodedOrigin origin, float w, float h) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, w, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, w, 0, -1, h, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, h, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, h, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, h, -1, 0, w, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, w, 0, 0, 1),
        _ => SKMatrix.Identity,
    };

    private static byte[]? Encode(SKBitmap upright)
    {
        using var map = upright.PeekPixels();
        using var encoded = upright.AlphaType == SKAlphaType.Opaque
            ? map.Encode(SKEncodedImageFormat.Jpeg, JpegQuality)
            : map.Encode(SKEncodedImageFormat.Png, 100);
        return encoded?.ToArray();
    }
}
