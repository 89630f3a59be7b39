using System.Globalization;
using System.Security.Cryptography;
using Moomken.Bot.Host.Storage.Disk;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage;

/// <summary>
/// The keys of the vault, in the file <c>moomken.keys</c> beside the data. Whoever has the data without this file can
/// read nothing, and neither can we: it is backed up separately.
/// </summary>
public static class KeyFile
{
    public const string FileName = "moomken.keys";

    private const int KeyBytes = 32;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const string Comment = """
        # The keys of the data in this folder. Back this file up separately from the data, in a safe place:
        # without it nothing can be read, and with it and the data everything can. Never change a line; new keys are added.
        # مفاتيح البيانات في هذا المجلد. احفظ نسخة من هذا الملف في مكان آمن، بعيدًا عن نسخة البيانات:
        # بدونه لا يمكن قراءة أي شيء، ومن يملكه مع البيانات يقرأ كل شيء. لا تغيّر أي سطر فيه.

        """;

    /// <summary>
    /// Reads the keys, or makes them in a folder that has no data yet. Throws <see cref="StoreUnavailableException"/> when the
    /// file is missing though there is data, is not well formed, or can be read by others.
    /// </summary>
    /// <param name="dataDirectory">The data folder; made when it is missing.</param>
    /// <param name="dataFile">The store's data file, whose presence forbids making new keys.</param>
    public static Vault Open(string dataDirectory, string dataFile = "moomken.db") =>
        Open(dataDirectory, () => RefuseBesideData(Path.GetFullPath(dataDirectory), dataFile));

    /// <summary>The same for data that lies elsewhere. Every node needs the same keys, so they are made only for a place that has no data yet.</summary>
    public static Vault OpenFor(string dataDirectory, string place, Func<bool> hasData) => Open(dataDirectory, () =>
    {
        if (hasData())
        {
            throw new StoreUnavailableException(
                $"There is data in {place} but no key file {FileName} in {Path.GetFullPath(dataDirectory)}, and without it the data cannot be read. Copy it from another node, or from its own backup, and keep its mode 600.");
        }
    });

    private static Vault Open(string dataDirectory, Action refuseNewKeys)
    {
        var folder = Path.GetFullPath(dataDirectory);
        var path = Path.Combine(folder, FileName);
        DataFolder.Make(folder);
        try
        {
            if (!File.Exists(path))
            {
                refuseNewKeys();
                Make(folder, path);
            }

            RefuseOpenToOthers(path);
            return Parse(path, File.ReadAllLines(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(
                $"The key file {path} cannot be made or read: {error.Message} Give the user that runs the service the right to write in that folder.", error);
        }
    }

    private static void RefuseBesideData(string folder, string dataFile)
    {
        if (new FileInfo(Path.Combine(folder, dataFile)) is { Exists: true, Length: > 0 })
        {
            throw new StoreUnavailableException(
                $"There is data in {folder} but no key file {FileName}, and without it the data cannot be read. Put the key file back from its own backup. If the data is not needed, move {dataFile} and its log away.");
        }
    }

    private static void RefuseOpenToOthers(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new StoreUnavailableException($"The key file {path} can be read by other users of this machine. Run: chmod 600 {path}");
        }
    }

    // Written whole under another name first: a power cut leaves either no key file or this one.
    private static void Make(string folder, string path)
    {
        var unfinished = path + ".new";
        File.Delete(unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FolderDisk.OwnerOnly;
        }

        using (var file = new FileStream(unfinished, options))
        {
            using (var text = new StreamWriter(file, leaveOpen: true))
            {
                text.Write($"{Comment}seal.1 = {NewKey()}\nlookup = {NewKey()}\n");
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: false);
        DirectoryFlush.Flush(folder);
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));

    private static Vault Parse(string path, string[] lines)
    {
        var seals = new Dictionary<byte, byte[]>();
        byte[]? lookup = null;
        for (var number = 1; number <= lines.Length; number++)
        {
            var line = lines[number - 1].Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var parts = line.Split('=', 2, StringSplitOptions.TrimEntries);
            var key = parts.Length == 2 ? Key(parts[1]) : null;
            if (key is not null && parts[0] == "lookup" && lookup is null)
            {
                lookup = key;
            }
            else if (key is null || SealNumber(parts[0]) is not { } seal || !seals.TryAdd(seal, key))
            {
                throw Malformed(path, $"line {number} is not one of 'seal.1 = …' to 'seal.255 = …' or 'lookup = …' with a key of {KeyBytes} bytes in base 64, each once");
            }
        }

        return seals.Count > 0 && lookup is not null
            ? new Vault(seals, lookup)
            : throw Malformed(path, lookup is null ? "the line 'lookup = …' is missing" : "the line 'seal.1 = …' is missing");
    }

    private static byte? SealNumber(string name) =>
        name.StartsWith("seal.", StringComparison.Ordinal)
        && byte.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number > 0 ? number : null;

    private static byte[]? Key(string text)
    {
        Span<byte> key = stackalloc byte[KeyBytes + 3];
        return Convert.TryFromBase64String(text, key, out var length) && length == KeyBytes ? key[..length].ToArray() : null;
    }

    private static StoreUnavailableException Malformed(string path, string what) =>
        new($"The key file {path} is damaged: {what}. Put it back from its own backup.");
}
