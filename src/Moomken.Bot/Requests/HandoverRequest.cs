using System.Text.Json.Serialization;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Requests;

/// <summary>Somebody asked for a person to talk to. Kept until answered, whether or not anybody was there.</summary>
/// <param name="Id">Ours, ordered in time.</param>
/// <param name="Code">8 characters, from the same space as case codes.</param>
/// <param name="PersonId">Null after the person's data was deleted.</param>
/// <param name="At">When.</param>
/// <param name="Words">What they wrote about it; null for nothing.</param>
/// <param name="Answered">True once a coordinator has taken it.</param>
public sealed record HandoverRequest(string Id, string Code, string? PersonId, DateTimeOffset At, string? Words, bool Answered)
{
    public static readonly DocumentKind<HandoverRequest> Documents = new(
        "requests",
        request => request.Id,
        HandoverRequestJson.Default.HandoverRequest,
        new DocumentIndex<HandoverRequest>("code", request => request.Code),
        new DocumentIndex<HandoverRequest>("person", request => request.PersonId));
}

[JsonSerializable(typeof(HandoverRequest))]
internal sealed partial class HandoverRequestJson : JsonSerializerContext;
