using System.Diagnostics.Metrics;

namespace Moomken.Bot.Host.Channels.Kannel;

/// <summary>What the channel counts, under the meter <see cref="MeterName"/>. Labels are from closed sets; none names a person.</summary>
public sealed class KannelCounters : IDisposable
{
    public const string MeterName = "Moomken.Bot.Kannel";

    private readonly Meter meter = new(MeterName);
    private readonly Counter<long> messages;
    private readonly Counter<long> reports;
    private readonly Counter<long> refused;
    private readonly Counter<long> parts;

    public KannelCounters()
    {
        messages = meter.CreateCounter<long>("kannel.messages", description: "SMS that smsbox handed in, by what became of them.");
        reports = meter.CreateCounter<long>("kannel.reports", description: "Delivery reports, by what they say.");
        refused = meter.CreateCounter<long>("kannel.webhook.refused", description: "Calls that were turned away, by reason.");
        parts = meter.CreateCounter<long>("kannel.parts", description: "SMS parts that Kannel took, by alphabet: what is paid for.");
    }

    /// <param name="outcome">received, repeat, dead_letter, failed, or ignored.</param>
    public void Message(string outcome) => messages.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <param name="state">delivered, failed, sent, or unknown.</param>
    public void Report(string state) => reports.Add(1, new KeyValuePair<string, object?>("state", state));

    /// <param name="reason">address, secret, ticket or size.</param>
    public void Refused(string reason) => refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <param name="alphabet">gsm or ucs2.</param>
    /// <param name="count">Parts of one SMS.</param>
    public void Parts(string alphabet, int count) => parts.Add(count, new KeyValuePair<string, object?>("alphabet", alphabet));

    /// <summary>True for an instrument of this very instance: several run in one test process.</summary>
    internal bool IsMine(Instrument instrument) => ReferenceEquals(instrument.Meter, meter);

    public void Dispose() => meter.Dispose();
}
