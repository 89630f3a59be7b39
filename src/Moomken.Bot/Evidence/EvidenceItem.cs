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
        new DocumentIndex<EvidenceItem>("waiting", item => item.State == EvidenceState.Waiting ? "yes" : null),
        new DocumentIndex<EvidenceItem>("view_waiting", item => item.ViewWaiting ? "yes" : null));

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

    /// <summary>Why it is missing, one of <see cref="MissingReasons"/>; while it is waiting, why the last attempt failed. Null once kept.</summary>
    public string? Reason { get; init; }

    /// <summary>Decided by content, never by what the sender claimed.</summary>
    public string? ContentType { get; init; }

    public long? Bytes { get; init; }

    /// <summary>SHA-256 of the original as it was received, lower-case hexadecimal.</summary>
    public string? Sha256 { get; init; }

    /// <summary>True when a re-encoded copy without metadata exists for viewing.</summary>
    public bool HasView { get; init; }

    /// <summary>True while a view is still to be made. The original is safe already.</summary>
    public bool ViewWaiting { get; init; }

    /// <summary>Times that making a view was begun: a file that brings the process down is not opened for ever.</summary>
    public int ViewAttempts { get; init; }

    /// <summary>Every hand that touched it, oldest first.</summary>
    public ImmutableArray<CustodyLine> Custody { get; init; } = [];

    /// <summary>The same item with one more line of custody.</summary>
    public EvidenceItem Noting(DateTimeOffset at, string who, string what, string? reason = null) =>
        this with { Custody = Custody.Add(new CustodyLine(at, who, what, reason)) };
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

/// <summary>Why a file cannot be had: the reporter and the coordinator are told by it.</summary>
public static class MissingReasons
{
    /// <summary>Larger than <see cref="EvidenceFetcher.MaxBytes"/>.</summary>
    public const string TooLarge = "too_large";

    /// <summary>The provider says that it does not exist (any more).</summary>
    public const string Gone = "gone";

    /// <summary>The provider could not be reached through the whole retry schedule.</summary>
    public const string Unreachable = "unreachable";
}

/// <summary>
/// Who did what with a piece of evidence, when and why. <paramref name="Who"/> is a pseudonym or <see cref="Service"/>;
/// <paramref name="What"/> is one of <see cref="CustodySteps"/>.
/// </summary>
public sealed record CustodyLine(DateTimeOffset At, string Who, string What, string? Reason)
{
    /// <summary>The hand of the service itself.</summary>
    public const string Service = "system";
}

/// <summary>Everything that can happen to a piece of evidence.</summary>
public static class CustodySteps
{
    public const string Received = "received";
    public const string FetchFailed = "fetch_failed";
    public const string Fetched = "fetched";

    /// <summary>The bytes had been sealed before a crash and were taken from there.</summary>
    public const string Resumed = "resumed";
    public const string Sealed = "sealed";
    public const string Missing = "missing";
    public const string ViewMade = "view_made";
    public const string NoView = "no_view";
    public const string OriginalOpened = "original_opened";
    public const string ViewOpened = "view_opened";

    /// <summary>What lies sealed is not what was received, or does not lie there any more.</summary>
    public const string CheckFailed = "check_failed";
}

[JsonSerializable(typeof(EvidenceItem))]
[JsonSerializable(typeof(Messages.InboundMedia))]
internal sealed partial class EvidenceJson : JsonSerializerContext;
