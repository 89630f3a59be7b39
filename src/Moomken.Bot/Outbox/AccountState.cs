namespace Moomken.Bot.Outbox;

/// <summary>How one account stands, for health and metrics. Names nobody: the account is ours.</summary>
public sealed record AccountState(
    string Channel, string Account, Circuit Circuit, string? Reason, DateTimeOffset? ProbeAt, DateTimeOffset? PausedUntil, int Safety, int Replies, int Reminders, int Broadcasts);
