using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.Disk;

namespace Moomken.Bot.Host.Backup;

/// <summary>Where the keys of an archive come from: a copy of the key file, or the passphrase of the one in the archive.</summary>
/// <param name="KeyFilePath">A key file; null to use the passphrase.</param>
/// <param name="Passphrase">Of the sealed key file.</param>
internal sealed record BackupKey(string? KeyFilePath, string? Passphrase)
{
    /// <summary>Before the hour of unpacking. Throws <see cref="Bot.Storage.StoreUnavailableException"/>, which names the file, when it is no key file.</summary>
    public void Check()
    {
        if (KeyFilePath is not null)
        {
            KeyLines.Read(KeyFilePath, File.ReadAllLines(KeyFilePath)).Dispose();
        }
    }

    /// <summary>Throws <see cref="BackupBrokenException"/> when the passphrase opens nothing.</summary>
    public void PutInto(string folder)
    {
        var path = Path.Combine(folder, KeyFile.FileName);
        var bytes = KeyFilePath is not null ? File.ReadAllBytes(KeyFilePath) : Opened(Path.Combine(folder, BackupManifest.SealedKeys));
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FolderDisk.OwnerOnly;
        }

        using var file = new FileStream(path, options);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    private byte[] Opened(string sealedKeys)
    {
        if (!File.Exists(sealedKeys))
        {
            throw new BackupBrokenException("There are no keys in this archive. Give the copy of moomken.keys that was put away: --key FILE");
        }

        return KeySeal.Open(File.ReadAllBytes(sealedKeys), Passphrase!)
            ?? throw new BackupBrokenException("The passphrase does not open the keys in this archive. Check the file for a wrong line, or give the key file itself: --key FILE");
    }
}
