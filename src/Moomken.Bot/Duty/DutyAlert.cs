using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Duty;

/// <summary>Something that a coordinator must see now: open until one of them acknowledges it.</summary>
public sealed record DutyAlert
{
    public static readonly DocumentKind<DutyAlert> Documents = new(
        "duty_alerts",
        alert => alert.Id,
        DutyJson.Default.DutyAlert,
        new DocumentIndex<DutyAlert>("open", alert => alert.AcknowledgedAt is null ? "yes" : null),
        new DocumentIndex<DutyAlert>("code", alert => alert.Code));

    public required string Id { get; init; }

    /// <summary>Code of the report or request it is about.</summary>
    public required string Code { get; init; }

    public string? Region { get; init; }

    /// <summary>How far the list was gone through so far, round after round: those who could not be reached and were passed over count.</summary>
    public int Told { get; init; }

    /// <summary>Conversations that were told: only these may acknowledge.</summary>
    public ImmutableArray<string> Conversations { get; init; } = [];

    /// <summary>The last that was told, and the message: whether it can still arrive is looked at until the next is told. Null before the first.</summary>
    public LastTold? Last { get; init; }

    /// <summary>When the next on the list is told, if not earlier because the last could not be reached.</summary>
    public required DateTimeOffset NextAt { get; init; }

    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>Pseudonym of the one who acknowledged.</summary>
    public string? AcknowledgedBy { get; init; }
}

/// <summary>The last who was told of an alert: their conversation, and the message to them.</summary>
public sealed record LastTold(string Conversation, string Message);

[JsonSerializable(typeof(DutyAlert))]
internal sealed partial class DutyJson : JsonSerializerContext;
