using Microsoft.Net.Http.Headers;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>What the sender says of a file, as far as it may be kept and shown.</summary>
internal static class UploadLabels
{
    private const int MaxName = 120;

    /// <summary>The claimed type without its parameters, as far as it is one.</summary>
    public static string? TypeOf(string? type) =>
        MediaTypeHeaderValue.TryParse(type, out var parsed) && parsed.MediaType.Length <= 100 ? parsed.MediaType.Value!.ToLowerInvariant() : null;

    /// <summary>The last part of the sender's file name, without anything that could steer a screen or a shell.</summary>
    public static string? NameOf(string? disposition)
    {
        // A file that is the whole body comes with 'name="file"; filename="…"' and no kind in front, as the protocol has it.
        var whole = disposition?.StartsWith("name=", StringComparison.OrdinalIgnoreCase) == true ? "form-data; " + disposition : disposition;
        if (!ContentDispositionHeaderValue.TryParse(whole, out var header))
        {
            return null;
        }

        var given = header.FileNameStar.HasValue ? header.FileNameStar.Value! : HeaderUtilities.RemoveQuotes(header.FileName).Value ?? "";
        var name = new string([.. given.Split('/', '\\')[^1].Where(IsPrintable)]).Trim();
        return name.Length == 0 ? null : name.Length <= MaxName ? name : name[^MaxName..];
    }

    private static bool IsPrintable(char c) =>
        !char.IsControl(c) && !char.IsSurrogate(c) && c is not (>= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\u200E' or '\u200F');
}
