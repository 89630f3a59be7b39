using System.Collections.Immutable;
using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Backup;

/// <summary>
/// Writes an archive: the data file or the documents of a database as they were at one moment, then evidence and uploads as they
/// lie, at last the manifest. Files come after the documents that name them, so no document of the archive waits for a file that
/// came later; a file without a document does no harm. All of it is sealed already, which is why it is not compressed.
/// </summary>
internal sealed class BackupWriter(Stream target) : IDisposable
{
    private readonly TarWriter tar = new(target, TarEntryFormat.Pax, leaveOpen: true);
    private readonly ImmutableArray<BackupFile>.Builder files = ImmutableArray.CreateBuilder<BackupFile>();
    private int format = BackupManifest.WithDataFile;

    /// <summary>Throws <see cref="StoreUnavailableException"/> when the file was written after all.</summary>
    public async Task AddDataAsync(StoreSnapshot snapshot, CancellationToken cancellation)
    {
        await using var data = snapshot.Open();
        var hash = await SHA256.HashDataAsync(data, cancellation);
        data.Position = 0;
        await AddAsync(LiteDbStoreOptions.UsualFileName, data, hash, cancellation);
        if (!snapshot.IsStill)
        {
            throw new StoreUnavailableException("The store met a fault of the disk while it was copied. See its health, and make the backup again.");
        }
    }

    /// <summary>A few megabytes in memory at a time. Throws what a database throws.</summary>
    public async Task AddDataAsync(DatabaseSnapshot snapshot, CancellationToken cancellation)
    {
        await using var documents = new RowEntries(this);
        await foreach (var row in snapshot.DocumentsAsync(cancellation))
        {
            await documents.AddAsync(row, cancellation);
        }

        await documents.FinishAsync(cancellation);
        await AddSentAsync(await snapshot.SentAsync(cancellation), cancellation);
        format = BackupManifest.WithRows;
    }

    /// <summary>Messages of ours that were sent and still stand in their conversation: a restore must not offer to send them again.</summary>
    public Task AddSentAsync(IReadOnlyList<string> messages, CancellationToken cancellation) => messages.Count == 0
        ? Task.CompletedTask
        : AddAsync(ArchivedDocuments.SentFile, Encoding.UTF8.GetBytes(string.Join('\n', messages)), cancellation);

    /// <summary>Every file below a folder, but for those that are being written. One that is deleted meanwhile is left out.</summary>
    public async Task AddFolderAsync(string folder, string name, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".part", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (await ReadAsync(path, cancellation) is { } bytes)
            {
                await AddAsync($"{name}/{Path.GetRelativePath(folder, path).Replace('\\', '/')}", new MemoryStream(bytes), SHA256.HashData(bytes), cancellation);
            }
        }
    }

    public Task AddAsync(string name, byte[] bytes, CancellationToken cancellation) => AddAsync(name, new MemoryStream(bytes), SHA256.HashData(bytes), cancellation);

    /// <summary>The end: without it the archive counts as broken off. Gives how many bytes lie in it.</summary>
    public async Task<long> FinishAsync(DateTimeOffset madeAt, CancellationToken cancellation)
    {
        var manifest = JsonSerializer.SerializeToUtf8Bytes(new BackupManifest(format, madeAt, files.ToImmutable()), BackupJson.Default.BackupManifest);
        await tar.WriteEntryAsync(Entry(BackupManifest.FileName, new MemoryStream(manifest)), cancellation);
        return files.Sum(file => file.Bytes);
    }

    public void Dispose() => tar.Dispose();

    private static async Task<byte[]?> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellation);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static PaxTarEntry Entry(string name, Stream contents) => new(TarEntryType.RegularFile, name)
    {
        Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        DataStream = contents,
    };

    private async Task AddAsync(string name, Stream contents, byte[] hash, CancellationToken cancellation)
    {
        files.Add(new BackupFile(name, contents.Length, Convert.ToHexStringLower(hash)));
        await tar.WriteEntryAsync(Entry(name, contents), cancellation);
    }
}
