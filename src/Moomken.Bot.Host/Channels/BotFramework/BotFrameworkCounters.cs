using System.Diagnostics.Metrics;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>What the channel counts, under the meter <see cref="MeterName"/>. Labels are from closed sets; none names a person.</summary>
public sealed class BotFrameworkCounters : IDisposable
{
    public const string MeterName = "Moomken.Bot.BotFramework";

    private readonly Meter meter = new(MeterName);
    private readonly Counter<long> activities;
    private readonly Counter<long> refused;
    private readonly Counter<long> courtesies;

    public BotFrameworkCounters()
    {
        activities = meter.CreateCounter<long>("botframework.activities", description: "Activities by what became of them.");
        refused = meter.CreateCounter<long>("botframework.refused", description: "Posts that were turned away, by reason.");
        courtesies = meter.CreateCounter<long>("botframework.courtesies", description: "Signs of typing and notices to groups, by what became of them.");
    }

    /// <param name="outcome">received, repeat, dead_letter, failed, not_private, or ignored.</param>
    public void Activity(string outcome) => activities.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <param name="reason">Those of <see cref="BearerProof"/> and <see cref="Caller"/>, or type, size, syntax, channel, unavailable.</param>
    public void Refused(string reason) => refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <param name="outcome">sent, failed or full.</param>
    public void Courtesy(string outcome) => courtesies.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Dispose() => meter.Dispose();
}
