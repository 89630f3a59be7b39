using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using SkiaSharp;

namespace Moomken.Bot.Host.Tests.Evidence;

/// <summary>Pictures as phones and attackers make them, built byte by byte where it matters.</summary>
internal static class Pictures
{
    public const string Secret = "Fatima's phone 0912345678";

    /// <summary>Left half red, right half blue, so that turning shows.</summary>
    public static byte[] Jpeg(int width = 64, int height = 32)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { Color = SKColors.Red };
        canvas.Clear(SKColors.Blue);
        canvas.DrawRect(0, 0, width / 2f, height, paint);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 95);
        return data.ToArray();
    }

    public static byte[] SeeThroughPng(int width = 20, int height = 10)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        bitmap.Erase(new SKColor(10, 200, 30, 128));
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    public static byte[] WithExif(byte[] jpeg, ushort orientation) => Insert(jpeg, 0xE1, Exif(orientation));

    public static byte[] WithXmpAndComment(byte[] jpeg) => Insert(
        Insert(jpeg, 0xE1, [.. "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>"u8, .. "GPSLatitude 32,53.2N "u8, .. System.Text.Encoding.ASCII.GetBytes(Secret)]),
        0xFE,
        System.Text.Encoding.ASCII.GetBytes(Secret));

    /// <summary>A PNG header that claims a size, with hardly a pixel behind it.</summary>
    public static byte[] PngThatClaims(int width, int height) => BlackPng(width, height, rows: 0);

    /// <summary>A whole black PNG of one bit a pixel: a few kilobytes for a picture that fills memory, as a decompression bomb is.</summary>
    public static byte[] BlackPng(int width, int height) => BlackPng(width, height, rows: height);

    private static byte[] BlackPng(int width, int height, int rows)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 1;
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(new byte[(1 + ((width / 8) + 1)) * (long)rows]);
        }

        return [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])];
    }

    /// <summary>A segment right after the start marker, as cameras write it.</summary>
    private static byte[] Insert(byte[] jpeg, byte marker, byte[] payload)
    {
        var length = payload.Length + 2;
        return [0xFF, 0xD8, 0xFF, marker, (byte)(length >> 8), (byte)length, .. payload, .. jpeg.AsSpan(2)];
    }

    /// <summary>EXIF, big-endian: IFD0 with the camera's owner, the orientation and a GPS folder that says 32° 53' N.</summary>
    private static byte[] Exif(ushort orientation)
    {
        byte[] make = [.. System.Text.Encoding.ASCII.GetBytes(Secret), 0];
        const int ifd = 8;
        const int gps = ifd + 2 + (3 * 12) + 4;
        const int rationals = gps + 2 + (2 * 12) + 4;
        var makeAt = rationals + 24;
        return
        [
            .. "Exif\0\0MM\0*"u8, .. Long(ifd),
            .. Short(3), .. Entry(0x010F, 2, make.Length, makeAt), .. Entry(0x0112, 3, 1, orientation << 16), .. Entry(0x8825, 4, 1, gps), .. Long(0),
            .. Short(2), .. Entry(0x0001, 2, 2, 'N' << 24), .. Entry(0x0002, 5, 3, rationals), .. Long(0),
            .. Long(32), .. Long(1), .. Long(53), .. Long(1), .. Long(14), .. Long(1), .. make,
        ];
    }

    private static byte[] Entry(int tag, int type, int count, int value) => [.. Short(tag), .. Short(type), .. Long(count), .. Long(value)];

    private static byte[] Short(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Long(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] body = [.. type, .. data];
        return [.. Long(data.Length), .. body, .. Long((int)Crc32.HashToUInt32(body))];
    }
}
