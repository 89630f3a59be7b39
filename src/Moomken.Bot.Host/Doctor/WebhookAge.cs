using Moomken.Bot.Host.Channels;
using Moomken.Bot.Host.Operations;

namespace Moomken.Bot.Host.Doctor;

/// <summary>When a provider last handed something in. Told and never a failure: at night nobody writes.</summary>
internal static class WebhookAge
{
    /// <param name="part">As the channel's other lines.</param>
    /// <param name="channel">The channel's name.</param>
    /// <param name="counters">Those of this process.</param>
    /// <param name="now">The moment.</param>
    /// <param name="lookAt">Where the operator sees what the provider tried.</param>
    public static DoctorLine Line(string part, string channel, ChannelCounters counters, DateTimeOffset now, string lookAt) =>
        counters.LastPosted(channel) is { } at
            ? DoctorLine.Well(part, $"{channel}: the last call came {OperatorWords.Age(now - at)} ago.")
            : DoctorLine.Well(part, $"{channel}: nothing has come since this process started {OperatorWords.Age(now - counters.Since)} ago. If people have written, look at {lookAt}.");
}
