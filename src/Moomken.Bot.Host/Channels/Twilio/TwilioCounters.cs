using System.Diagnostics.Metrics;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>What the two channels count, under the meter <see cref="MeterName"/>. Labels are from closed sets; none names a person.</summary>
public sealed class TwilioCounters : IDisposable
{
    public const string MeterName = "Moomken.Bot.Twilio";

    private readonly Meter meter = new(MeterName);
    private readonly Counter<long> messages;
    private readonly Counter<long> statuses;
    private readonly Counter<long> refused;
    private readonly Counter<long> plain;

    public TwilioCounters()
    {
        messages = meter.CreateCounter<long>("twilio.messages", description: "Messages posted to us, by channel and what became of them.");
        statuses = meter.CreateCounter<long>("twilio.statuses", description: "Reports of what became of our messages, by state.");
        refused = meter.CreateCounter<long>("twilio.webhook.refused", description: "Posts to the webhooks that were turned away, by reason.");
        plain = meter.CreateCounter<long>("twilio.buttons_as_text", description: "Messages whose buttons had to be written out.");
    }

    /// <param name="channel">The channel's name.</param>
    /// <param name="outcome">received, repeat, dead_letter, failed, recovered or ignored.</param>
    public void Message(string channel, string outcome) =>
        messages.Add(1, new KeyValuePair<string, object?>("outcome", outcome), new KeyValuePair<string, object?>("channel", channel));

    /// <param name="state">A delivery state, or ignored.</param>
    public void Status(string state) => statuses.Add(1, new KeyValuePair<string, object?>("state", state));

    /// <param name="reason">signature or size.</param>
    public void Refused(string reason) => refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void ButtonsAsText() => plain.Add(1);

    /// <summary>True for an instrument of this very instance: several run in one test process.</summary>
    internal bool IsMine(Instrument instrument) => ReferenceEquals(instrument.Meter, meter);

    public void Dispose() => meter.Dispose();
}
