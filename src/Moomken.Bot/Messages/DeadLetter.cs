using System.Text.Json.Serialization;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Messages;

/// <summary>A body that was proved to come from the provider but could not be understood: kept, so that nothing is lost, and looked at by a person.</summary>
/// <param name="Id">Ours, ordered in time.</param>
/// <param name="Channel">The channel that received it.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why it could not be understood; no personal data.</param>
/// <param name="SealedBody">The raw bytes, sealed.</param>
public sealed record DeadLetter(string Id, string Channel, DateTimeOffset At, string Reason, byte[] SealedBody)
{
    public static readonly DocumentKind<DeadLetter> Documents = new("dead_letters", letter => letter.Id, MessagesJson.Default.DeadLetter);
}

[JsonSerializable(typeof(DeadLetter))]
internal sealed partial class MessagesJson : JsonSerializerContext;
