using System.Text.Json.Serialization;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Audit;

/// <summary>Somebody saw or took out what names people. Written, durable, before they get it; never changed or deleted.</summary>
/// <param name="Id">Ours, ordered in time.</param>
/// <param name="At">When.</param>
/// <param name="Who">A pseudonym, or <c>command line</c> for whoever has a shell on the machine.</param>
/// <param name="Role">The role under which they did it.</param>
/// <param name="What">What they did, with its filter; no personal data.</param>
/// <param name="Reason">Why, in their own words.</param>
/// <param name="Count">How many records it touched.</param>
public sealed record AuditLine(string Id, DateTimeOffset At, string Who, string Role, string What, string Reason, int Count)
{
    public static readonly DocumentKind<AuditLine> Documents = new("audit", line => line.Id, AuditJson.Default.AuditLine);
}

[JsonSerializable(typeof(AuditLine))]
internal sealed partial class AuditJson : JsonSerializerContext;
