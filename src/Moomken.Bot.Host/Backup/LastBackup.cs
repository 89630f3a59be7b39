using System.Globalization;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Storage;

namespace Moomken.Bot.Host.Backup;

/// <summary>When the last archive was given out, for the operator's alarm. Beside evidence and uploads, where every node sees it.</summary>
internal sealed class LastBackup(MoomkenOptions options, StorageOptions storage)
{
    private readonly string path = Path.Combine(storage.FilesOr(options.DataDirectory), "last.backup");

    /// <summary>Null when none was made.</summary>
    public DateTimeOffset? At() =>
        File.Exists(path) && DateTimeOffset.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;

    /// <summary>Written aside and renamed: whoever reads meanwhile sees the time before or this one, never half of it.</summary>
    public async Task SetAsync(DateTimeOffset at, CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(path + ".new", at.ToString("O", CultureInfo.InvariantCulture), cancellation);
        File.Move(path + ".new", path, overwrite: true);
    }
}
