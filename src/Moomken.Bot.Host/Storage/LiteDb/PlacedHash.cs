using System.IO.Hashing;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>The checksum of both logs: seeded with the epoch and the place, so that nothing whole counts at another time or place than its own.</summary>
internal static class PlacedHash
{
    public static ulong Of(ReadOnlySpan<byte> content, long epoch, long place) =>
        XxHash3.HashToUInt64(content, unchecked(epoch ^ (place * 0x5851F42D4C957F2D)));
}
