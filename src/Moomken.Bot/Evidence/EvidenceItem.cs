using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Evidence;

/// <summary>A photo, voice note, video or file that a person sent. The bytes lie sealed beside the database; this is what is known of them.</summary>
public sealed record EvidenceItem
{
    public static readonly DocumentKind<EvidenceItem> Documents = new(
        "evidence",
        item => item.Id,
        EvidenceJson.Default.EvidenceItem,
        new DocumentIndex<EvidenceItem>("waiting", item => item.State == EvidenceState.Waiting ? "yes" : null));

    public required string Id { get; init; }

    /// <summary>photo, voice, audio, video or document.</summary>
    public required string Kind { get; init; }

    public required string Channel { get; init; }

    /// <summary>What the channel needs to fetch it, sealed; null once fetched or given up.</summary>
    public string? SealedReference { get; init; }

    /// <summary>The name the sender gave the file, sealed: it may be a person's.</summary>
    public string? SealedFileName { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public EvidenceState State { get; init; } = EvidenceState.Waiting;

    public int Attempts { get; init; }

    public DateTimeOffset NotBefore { get; init; }

    /// <summary>Why it is missing or refused, from a closed set (too_large, not_allowed, gone, unreachable).</summary>
    public string? Reason { get; init; }

    /// <summary>Decided by content, never by what the sender claimed.</summary>
    public string? ContentType { get; init; }

    public long? Bytes { get; init; }

    /// <summary>SHA-256 of the original as it was received, lower-case hexadecimal.</summary>
    public string? Sha256 { get; init; }

    /// <summary>True when a re-encoded copy without metadata exists for viewing.</summary>
    public bool HasView { get; init; }

    /// <summary>Every hand that touched it, oldest first.</summary>
    public ImmutableArray<CustodyLine> Custody { get; init; } = [];
}

[JsonConverter(typeof(JsonStringEnumConverter<EvidenceState>))]
public enum EvidenceState
{
    /// <summary>Not downloaded yet.</summary>
    Waiting,

    Kept,

    /// <summary>Cannot be had; <see cref="EvidenceItem.Reason"/> says why.</summary>
    Missing,
}

/// <summary>Who did what with a piece of evidence, when and why. <paramref name="Who"/> is a pseudonym or <c>system</c>.</summary>
public sealed record CustodyLine(DateTimeOffset At, string Who, string What, string? Reason);

[JsonSerializable(typeof(EvidenceItem))]
internal sealed partial class EvidenceJson : JsonSerializerContext;
