using System.Buffers.Binary;
using System.Text;
using Microsoft.Extensions.Options;
using Moomken.Bot.Host.Storage.Disk;
using Moomken.Bot.Sealing;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>
/// Keeps uploaded bytes, sealed, until evidence has taken them. A file is a row of sealed pieces, so that a video never
/// lies in memory whole; each piece says which file and place it belongs to, so that none can be moved, left out or cut off.
/// </summary>
public sealed class UploadFolder(IOptions<WebChatOptions> options, Vault vault)
{
    private const int PieceBytes = 512 * 1024;

    /// <summary>Returns when the bytes would survive a power cut: their number, or null (and nothing kept) when there are more than allowed.</summary>
    public async Task<long?> SaveAsync(string id, Stream content, long maxBytes, CancellationToken cancellation)
    {
        OwnedDisk.CreateFolder(options.Value.UploadFolder);
        long? total = null;
        try
        {
            await using var file = OwnedDisk.CreateFile(PathOf(id));
            total = await WriteAsync(file, id, content, maxBytes, cancellation);
            file.Flush(flushToDisk: true);
            DirectoryFlush.Flush(options.Value.UploadFolder, required: true);
            return total;
        }
        finally
        {
            if (total is null)
            {
                Delete(id);
            }
        }
    }

    /// <summary>The pieces in order; throws <see cref="InvalidDataException"/> when the file was changed, <see cref="FileNotFoundException"/> when it is gone.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(string id)
    {
        await using var file = new FileStream(PathOf(id), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        var length = new byte[4];
        for (var (index, last) = (0, false); !last; index++)
        {
            await file.ReadExactlyAsync(length);
            var size = BinaryPrimitives.ReadInt32LittleEndian(length);
            if (size is < Vault.Overhead or > PieceBytes + 1024)
            {
                throw new InvalidDataException("An upload is damaged: a piece has an impossible length.");
            }

            var piece = new byte[size];
            await file.ReadExactlyAsync(piece);
            var plain = vault.Open(piece);
            last = plain.AsSpan().StartsWith(Mark(id, index, last: true));
            if (!last && !plain.AsSpan().StartsWith(Mark(id, index, last: false)))
            {
                throw new InvalidDataException("An upload is damaged: a piece is not where it belongs.");
            }

            yield return plain.AsMemory(Mark(id, index, last).Length);
        }
    }

    /// <summary>Evidence calls this when it has taken the bytes. Nothing happens when they are gone already.</summary>
    public void Delete(string id)
    {
        if (Directory.Exists(options.Value.UploadFolder))
        {
            File.Delete(PathOf(id));
        }
    }

    /// <summary>Also sweeps what a crash left behind between the file and its message.</summary>
    public void DeleteOlderThan(DateTimeOffset moment)
    {
        if (!Directory.Exists(options.Value.UploadFolder))
        {
            return;
        }

        foreach (var file in new DirectoryInfo(options.Value.UploadFolder).EnumerateFiles().Where(file => file.LastWriteTimeUtc < moment.UtcDateTime))
        {
            file.Delete();
        }
    }

    public bool Has(string id) => File.Exists(PathOf(id));

    /// <summary>Ids are made by us, but they come back in addresses: nothing but letters and digits may name a file.</summary>
    public static bool IsId(string id) => id.Length is >= 32 and <= 64 && id.All(char.IsAsciiLetterOrDigit);

    private async Task<long?> WriteAsync(FileStream file, string id, Stream content, long maxBytes, CancellationToken cancellation)
    {
        var piece = new byte[PieceBytes];
        var total = 0L;
        for (var index = 0; ; index++)
        {
            var read = await content.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancellation);
            total += read;
            if (total > maxBytes)
            {
                return null;
            }

            var last = read < piece.Length;
            var @sealed = vault.Seal([.. Mark(id, index, last), .. piece.AsSpan(0, read)]);
            var length = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(length, @sealed.Length);
            await file.WriteAsync(length, cancellation);
            await file.WriteAsync(@sealed, cancellation);
            if (last)
            {
                return total;
            }
        }
    }

    private static byte[] Mark(string id, int index, bool last) => Encoding.ASCII.GetBytes($"{id}/{index:D6}/{(last ? "end" : "more")}\n");

    private string PathOf(string id) => IsId(id)
        ? Path.Combine(options.Value.UploadFolder, id)
        : throw new ArgumentException("This is not the id of an upload.", nameof(id));
}
