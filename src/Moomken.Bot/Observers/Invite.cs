using System.Text.Json.Serialization;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Observers;

/// <summary>An invite code that was given out.</summary>
/// <param name="Id">Keyed hash of the code.</param>
/// <param name="PersonId">Whom it makes an observer.</param>
/// <param name="IssuedAt">When it was made.</param>
/// <param name="ExpiresAt">From then on it opens nothing.</param>
/// <param name="UsedAt">When somebody joined with it; null before.</param>
/// <param name="Replaced">True once another code was made for the same person.</param>
public sealed record Invite(string Id, string PersonId, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, DateTimeOffset? UsedAt = null, bool Replaced = false)
{
    public static readonly DocumentKind<Invite> Documents = new("invites", invite => invite.Id, ObserversJson.Default.Invite);
}

/// <summary>Finds an observer by phone, so that the same list imported again makes nobody twice.</summary>
/// <param name="Id">Keyed hash of the number.</param>
/// <param name="PersonId">Null once they deleted their data: the list of next week must not bring them back.</param>
/// <param name="LeftAt">When they did.</param>
public sealed record ObserverPhone(string Id, string? PersonId, DateTimeOffset? LeftAt = null)
{
    public static readonly DocumentKind<ObserverPhone> Documents = new("observer_phones", phone => phone.Id, ObserversJson.Default.ObserverPhone);
}

/// <summary>Wrong codes typed by everybody together in the running hour.</summary>
public sealed record CodeTries(DateTimeOffset Since, int Wrong)
{
    /// <summary>There is one.</summary>
    public const string Id = "all";

    public static readonly DocumentKind<CodeTries> Documents = new("code_tries", _ => Id, ObserversJson.Default.CodeTries);
}

[JsonSerializable(typeof(Invite))]
[JsonSerializable(typeof(ObserverPhone))]
[JsonSerializable(typeof(CodeTries))]
internal sealed partial class ObserversJson : JsonSerializerContext;
