using System.Collections.Concurrent;
using Moomken.Bot.Evidence;

namespace Moomken.Bot.Tests.Support;

/// <summary>Evidence in memory. <see cref="AfterWrite"/> lets a test stop the world between the file and its document.</summary>
internal sealed class MemoryEvidenceFiles : IEvidenceFiles
{
    public ConcurrentDictionary<(string Id, EvidencePart Part), byte[]> Parts { get; } = new();

    public Action BeforeWrite { get; set; } = () => { };

    public Action AfterWrite { get; set; } = () => { };

    public void Write(string id, EvidencePart part, ReadOnlySpan<byte> sealedBytes)
    {
        BeforeWrite();
        Parts[(id, part)] = sealedBytes.ToArray();
        AfterWrite();
    }

    public byte[]? Read(string id, EvidencePart part) => Parts.GetValueOrDefault((id, part));

    public void Delete(string id)
    {
        foreach (var part in Enum.GetValues<EvidencePart>())
        {
            Parts.TryRemove((id, part), out _);
        }
    }
}
