using System.Buffers.Binary;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// How a LiteDB log page lies in our log: 8 bytes epoch, 8 bytes XxHash3 of the page seeded with epoch and place, then
/// the page. LiteDB's own log has no checksum, and a power cut may keep any mixture of its sectors.
/// </summary>
internal static class LogFrame
{
    public const int PageSize = 8192;
    public const int HeaderSize = 16;
    public const int Size = HeaderSize + PageSize;

    public static void Write(Span<byte> frame, ReadOnlySpan<byte> page, long epoch, long index)
    {
        BinaryPrimitives.WriteInt64LittleEndian(frame, epoch);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[8..], PlacedHash.Of(page, epoch, index));
        page.CopyTo(frame[HeaderSize..]);
    }

    public static long Epoch(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadInt64LittleEndian(frame);

    public static bool IsWhole(ReadOnlySpan<byte> frame, long epoch, long index) =>
        Epoch(frame) == epoch
        && BinaryPrimitives.ReadUInt64LittleEndian(frame[8..]) == PlacedHash.Of(frame[HeaderSize..], epoch, index);
}
