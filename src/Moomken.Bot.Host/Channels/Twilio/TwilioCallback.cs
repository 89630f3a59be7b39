namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>What we write into the address of a status callback, to know what it tells of. It is signed with the rest.</summary>
/// <param name="MessageId">Ours.</param>
/// <param name="IsLast">False for the parts of a long text before its last.</param>
public sealed record TwilioCallback(string MessageId, bool IsLast)
{
    public Uri Address(string publicUrl) =>
        new($"{publicUrl.TrimEnd('/')}{TwilioOptions.StatusPath}?m={Uri.EscapeDataString(MessageId)}{(IsLast ? "" : "&part=1")}");

    /// <summary>Null when the address names no message.</summary>
    public static TwilioCallback? Read(IQueryCollection query) => query["m"] is [{ Length: > 0 and <= 64 } id]
        ? new TwilioCallback(id, !query.ContainsKey("part"))
        : null;
}
