using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Moomken.Bot.Host.Backup;

/// <summary>The last entry of an archive: what is in it. An archive without it was broken off.</summary>
/// <param name="Format">1 with a data file, 2 with the documents of a database. A newer one is refused.</param>
/// <param name="MadeAt">The moment that the documents show.</param>
/// <param name="Files">Every other entry.</param>
internal sealed record BackupManifest(int Format, DateTimeOffset MadeAt, ImmutableArray<BackupFile> Files)
{
    public const int WithDataFile = 1;
    public const int WithRows = 2;
    public const int Newest = WithRows;
    public const string FileName = "manifest.json";

    /// <summary>The key file, sealed with a passphrase; only when it was asked for.</summary>
    public const string SealedKeys = "moomken.keys.sealed";
}

/// <param name="Name">Path in the data folder, with slashes.</param>
/// <param name="Bytes">Length.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
internal sealed record BackupFile(string Name, long Bytes, string Sha256);

[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
