using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;
using Moomken.Bot.Host.Storage.Disk;

namespace Moomken.Bot.Host.Backup;

/// <summary>Unpacks an archive into a folder of its own and checks that every byte is the one that was written.</summary>
internal static class BackupReader
{
    private const int MaxManifest = 256 * 1024 * 1024;

    /// <summary>Throws <see cref="BackupBrokenException"/> for an archive that is not whole, <see cref="IOException"/> for the disk.</summary>
    public static Task<BackupManifest> UnpackAsync(string archive, string folder, CancellationToken cancellation)
    {
        DataFolder.Make(folder);
        return ReadAsync(archive, async file =>
        {
            var (manifest, found) = await UnpackAsync(file, folder, cancellation);
            return Checked(manifest, found);
        });
    }

    /// <summary>What an archive says is in it, in a moment: nothing is unpacked, and no byte checked. Throws as <see cref="UnpackAsync(string, string, CancellationToken)"/>.</summary>
    public static Task<BackupManifest> ManifestAsync(string archive, CancellationToken cancellation) => ReadAsync(archive, async file =>
    {
        await using var tar = new TarReader(file);
        while (await tar.GetNextEntryAsync(copyData: false, cancellation) is { } entry)
        {
            if (await ManifestAsync(entry, cancellation) is { } manifest)
            {
                return manifest;
            }
        }

        throw WithoutEnd();
    });

    private static async Task<BackupManifest> ReadAsync(string archive, Func<Stream, Task<BackupManifest>> read)
    {
        try
        {
            await using var file = File.OpenRead(archive);
            return await read(file);
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or FormatException or JsonException)
        {
            throw new BackupBrokenException($"{archive} is no whole archive of ours ({fault.GetType().Name}). Take an older one, or make it again.");
        }
    }

    private static async Task<(BackupManifest? Manifest, Dictionary<string, BackupFile> Found)> UnpackAsync(Stream file, string folder, CancellationToken cancellation)
    {
        await using var tar = new TarReader(file);
        var found = new Dictionary<string, BackupFile>(StringComparer.Ordinal);
        BackupManifest? manifest = null;
        while (await tar.GetNextEntryAsync(copyData: false, cancellation) is { } entry)
        {
            if (entry.EntryType is not TarEntryType.RegularFile)
            {
                throw new InvalidDataException();
            }

            if (await ManifestAsync(entry, cancellation) is { } last)
            {
                manifest = last;
            }
            else
            {
                // An empty file has no stream at all.
                found[entry.Name] = await WriteAsync(entry.DataStream ?? Stream.Null, PathIn(folder, entry.Name), entry.Name, cancellation);
            }
        }

        return (manifest, found);
    }

    private static async Task<BackupManifest?> ManifestAsync(TarEntry entry, CancellationToken cancellation) =>
        entry is { Name: BackupManifest.FileName, Length: <= MaxManifest, DataStream: { } contents }
            ? await JsonSerializer.DeserializeAsync(contents, BackupJson.Default.BackupManifest, cancellation)
            : null;

    private static BackupBrokenException WithoutEnd() => new("The archive has no end: it was broken off while it was made. Take an older one, or make it again.");

    private static BackupManifest Checked(BackupManifest? manifest, Dictionary<string, BackupFile> found)
    {
        if (manifest is null)
        {
            throw WithoutEnd();
        }

        if (manifest.Format > BackupManifest.Newest)
        {
            throw new BackupBrokenException($"The archive was made by a newer version (format {manifest.Format}, this one knows {BackupManifest.Newest}). Use the newer version.");
        }

        var wrong = manifest.Files.Where(file => !found.TryGetValue(file.Name, out var there) || there != file).Select(file => file.Name).ToList();
        return wrong.Count == 0 && found.Count == manifest.Files.Length
            ? manifest
            : throw new BackupBrokenException($"The archive is damaged: {(wrong.Count > 0 ? $"{wrong.Count} files are not what was written, the first is {wrong[0]}" : "it holds files that were not written into it")}. Take an older one.");
    }

    /// <summary>A name in an archive is anybody's word: it must not lead out of the folder.</summary>
    private static string PathIn(string folder, string name)
    {
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var path = Path.GetFullPath(Path.Combine(root, name));
        return path.StartsWith(root, StringComparison.Ordinal) && !Path.EndsInDirectorySeparator(path)
            ? path
            : throw new BackupBrokenException("The archive holds a name that leads out of its folder; it is not of our making.");
    }

    private static async Task<BackupFile> WriteAsync(Stream contents, string path, string name, CancellationToken cancellation)
    {
        DataFolder.Make(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FolderDisk.OwnerOnly;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(path, options);
        var buffer = new byte[128 * 1024];
        int read;
        while ((read = await contents.ReadAsync(buffer, cancellation)) > 0)
        {
            hash.AppendData(buffer.AsSpan(0, read));
            await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }

        file.Flush(flushToDisk: true);
        return new BackupFile(name, file.Length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}

/// <summary>The archive cannot be used; the message says why and what to do.</summary>
internal sealed class BackupBrokenException(string message) : Exception(message);
