namespace Moomken.Bot.Evidence;

/// <summary>Where the sealed bytes lie: on disk in service, in memory in tests. It never sees an unsealed byte.</summary>
public interface IEvidenceFiles
{
    /// <summary>
    /// Keeps the bytes, in place of what was there before, and returns only when they would survive a power cut: the
    /// document that says "kept" is written after this. Throws <see cref="IOException"/> when it cannot (disk full).
    /// </summary>
    void Write(string id, EvidencePart part, ReadOnlySpan<byte> sealedBytes);

    /// <summary>The sealed bytes, or null when there are none.</summary>
    byte[]? Read(string id, EvidencePart part);

    /// <summary>Removes every part; nothing happens when there is none.</summary>
    void Delete(string id);
}

public enum EvidencePart
{
    /// <summary>Byte for byte as it was received.</summary>
    Original,

    /// <summary>A smaller copy without metadata.</summary>
    View,
}
