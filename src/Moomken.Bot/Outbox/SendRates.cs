namespace Moomken.Bot.Outbox;

/// <summary>How fast one account may send. Messages a second, or SMS parts a second where a message is paid for in parts.</summary>
/// <param name="PerSecond">Of the whole account; infinity where nobody counts.</param>
/// <param name="PerPersonPerSecond">Messages to one person, however many parts each has, after a burst of <see cref="PersonBurst"/>. Safety messages do not wait for it.</param>
public sealed record SendRates(double PerSecond, double PerPersonPerSecond)
{
    /// <summary>Messages that one person may be sent at once.</summary>
    public const double PersonBurst = 3;

    /// <summary>The part of the account's rate that reminders and broadcasts may use together: the last fifth is kept for replies and safety.</summary>
    public const double Bulk = 0.8;

    public static readonly SendRates Unlimited = new(double.PositiveInfinity, double.PositiveInfinity);
}

/// <summary>The rates by channel name; a further link of a channel (<c>kannel-libyana</c>) has that of the first, and a channel that is not listed has none.</summary>
public sealed class RateTable(IReadOnlyDictionary<string, SendRates> rates)
{
    public static readonly RateTable Unlimited = new(new Dictionary<string, SendRates>());

    public SendRates Of(string channel) => rates.TryGetValue(channel, out var found) || rates.TryGetValue(channel.Split('-')[0], out found) ? found : SendRates.Unlimited;
}
