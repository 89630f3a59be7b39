using System.Globalization;
using System.Security.Cryptography;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage;

/// <summary>What stands in a key file: <c>seal.1 = …</c>, more of them after a change of keys, and <c>lookup = …</c>.</summary>
internal static class KeyLines
{
    private const int KeyBytes = 32;

    private const string Comment = """
        # The keys of the data in this folder. Back this file up separately from the data, in a safe place:
        # without it nothing can be read, and with it and the data everything can. Never change a line; new keys are added.
        # مفاتيح البيانات في هذا المجلد. احفظ نسخة من هذا الملف في مكان آمن، بعيدًا عن نسخة البيانات:
        # بدونه لا يمكن قراءة أي شيء، ومن يملكه مع البيانات يقرأ كل شيء. لا تغيّر أي سطر فيه.

        """;

    /// <summary>The text of a file with new keys.</summary>
    public static string New() => $"{Comment}seal.1 = {NewKey()}\nlookup = {NewKey()}\n";

    /// <summary>Throws <see cref="StoreUnavailableException"/> for what is not well formed.</summary>
    public static Vault Read(string path, string[] lines)
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

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));
}
