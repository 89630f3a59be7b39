using System.Globalization;
using System.Text;

namespace Moomken.Bot.Host.Backup;

/// <summary>
/// Documents as entries of an archive, <c>documents/000001.rows</c> and on: some megabytes each, because an entry's length stands before it
/// and the whole of a database does not fit into memory. A row is kind, id, version, length and sealed bytes.
/// </summary>
internal sealed class RowEntries(BackupWriter archive) : IAsyncDisposable
{
    public const string Folder = "documents";

    private const int EntryBytes = 4 * 1024 * 1024;

    /// <summary>Longer than any store takes: a damaged length must not ask for memory that is not there.</summary>
    private const int LongestRow = 64 * 1024 * 1024;

    private readonly MemoryStream bytes = new();
    private int entries;

    public async Task AddAsync(ArchivedRow row, CancellationToken cancellation)
    {
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(row.Kind);
            writer.Write(row.Id);
            writer.Write(row.Version);
            writer.Write(row.Sealed.Length);
            writer.Write(row.Sealed);
        }

        if (bytes.Length >= EntryBytes)
        {
            await EndEntryAsync(cancellation);
        }
    }

    /// <summary>Also without any document there is an entry: an archive of nothing is known as one of a database.</summary>
    public Task FinishAsync(CancellationToken cancellation) => bytes.Length > 0 || entries == 0 ? EndEntryAsync(cancellation) : Task.CompletedTask;

    public ValueTask DisposeAsync() => bytes.DisposeAsync();

    /// <summary>True for an archive that was made of a database.</summary>
    public static bool AreIn(string unpacked) => Directory.Exists(Path.Combine(unpacked, Folder));

    /// <summary>Every document of an unpacked archive. Throws <see cref="BackupBrokenException"/>.</summary>
    public static IEnumerable<ArchivedRow> In(string unpacked)
    {
        foreach (var path in Directory.GetFiles(Path.Combine(unpacked, Folder), "*.rows").Order(StringComparer.Ordinal))
        {
            using var reader = new BinaryReader(File.OpenRead(path), Encoding.UTF8);
            while (reader.BaseStream.Position < reader.BaseStream.Length)
            {
                yield return Row(reader, path);
            }
        }
    }

    private static ArchivedRow Row(BinaryReader reader, string path)
    {
        try
        {
            var (kind, id, version, length) = (reader.ReadString(), reader.ReadString(), reader.ReadInt64(), reader.ReadInt32());
            return length is > 0 and <= LongestRow && reader.ReadBytes(length) is var body && body.Length == length
                ? new ArchivedRow(kind, id, version, body)
                : throw new EndOfStreamException();
        }
        catch (Exception fault) when (fault is EndOfStreamException or FormatException)
        {
            throw new BackupBrokenException($"The documents in {Path.GetFileName(path)} cannot be read. Take an older archive, or make it again.");
        }
    }

    private async Task EndEntryAsync(CancellationToken cancellation)
    {
        await archive.AddAsync($"{Folder}/{(++entries).ToString("000000", CultureInfo.InvariantCulture)}.rows", bytes.ToArray(), cancellation);
        bytes.SetLength(0);
    }
}
