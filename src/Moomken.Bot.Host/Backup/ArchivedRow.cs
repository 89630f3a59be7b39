namespace Moomken.Bot.Host.Backup;

/// <summary>A document as it travels in an archive: what every database of ours keeps of it, and nothing of how it keeps it.</summary>
/// <param name="Kind">Name of the kind.</param>
/// <param name="Id">As <see cref="Bot.Storage.DocumentKind{T}"/> says: names nobody.</param>
/// <param name="Version">Of the document, where it came from.</param>
/// <param name="Sealed">JSON under the keys of the installation.</param>
internal readonly record struct ArchivedRow(string Kind, string Id, long Version, byte[] Sealed);
