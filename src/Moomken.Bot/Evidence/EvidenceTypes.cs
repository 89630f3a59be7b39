using System.Text;

namespace Moomken.Bot.Evidence;

/// <summary>
/// Tells what a file is by its first bytes, never by its name or by what the sender claims. A file of a type that is not
/// listed here is kept like any other, since it may be the only proof; it only gets no view and no player.
/// </summary>
public static class EvidenceTypes
{
    /// <summary>The type of everything that is not recognised: kept sealed, handed out only as a download.</summary>
    public const string Unknown = "application/octet-stream";

    /// <summary>Types from which a view without metadata can be made.</summary>
    public static bool IsImage(string? contentType) => contentType is "image/jpeg" or "image/png" or "image/webp";

    public static string Of(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => "audio/ogg",
        [(byte)'I', (byte)'D', (byte)'3', < 0xFF, ..] => "audio/mpeg",
        [0x1A, 0x45, 0xDF, 0xA3, ..] => Matroska(bytes),
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => "application/pdf",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', _, _, _, _, ..] => IsoMedia(bytes.Slice(8, 4)),
        [0xFF, var second, var third, ..] => MpegAudio(second, third),
        _ => Unknown,
    };

    // WebM is Matroska with a document type; any other Matroska file is no format that we can name for a browser.
    private static string Matroska(ReadOnlySpan<byte> bytes) =>
        bytes[..Math.Min(bytes.Length, 64)].IndexOf("webm"u8) >= 0 ? "video/webm" : Unknown;

    private static string IsoMedia(ReadOnlySpan<byte> brand) => Encoding.ASCII.GetString(brand) switch
    {
        "heic" or "heix" or "hevc" or "heim" or "heis" or "mif1" or "msf1" => "image/heic",
        "M4A " or "M4B " or "M4P " => "audio/mp4",
        ['3', 'g', ..] => "video/3gpp",
        "isom" or "iso2" or "iso3" or "iso4" or "iso5" or "iso6" or "mp41" or "mp42" or "avc1" or "M4V " or "MSNV" or "dash" or "f4v " => "video/mp4",
        "qt  " => "video/quicktime",
        _ => Unknown,
    };

    /// <summary>A frame of MPEG audio (layers 1 to 3) or of AAC in ADTS: 11 or 12 bits of sync, then fields that cannot hold every value.</summary>
    private static string MpegAudio(byte second, byte third) => second switch
    {
        0xF0 or 0xF1 or 0xF8 or 0xF9 => "audio/aac",
        _ when (second & 0xE0) == 0xE0 && (second & 0x18) != 0x08 && (second & 0x06) != 0
            && (third & 0xF0) != 0xF0 && (third & 0x0C) != 0x0C => "audio/mpeg",
        _ => Unknown,
    };
}
