using System.Diagnostics.Metrics;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>What the channel counts, under the meter <see cref="MeterName"/>. Labels are from closed sets; none names a person.</summary>
public sealed class TelegramCounters : IDisposable
{
    public const string MeterName = "Moomken.Bot.Telegram";

    private readonly Meter meter = new(MeterName);
    private readonly Counter<long> updates;
    private readonly Counter<long> refused;
    private readonly Counter<long> dropped;

    public TelegramCounters()
    {
        updates = meter.CreateCounter<long>("telegram.updates", description: "Updates by what became of them.");
        refused = meter.CreateCounter<long>("telegram.webhook.refused", description: "Posts to the webhook that were turned away, by reason.");
        dropped = meter.CreateCounter<long>("telegram.press_answers.dropped", description: "Presses left unanswered: too many waited, or Telegram did not take the answer.");
    }

    /// <param name="outcome">received, repeat, dead_letter, failed, or ignored.</param>
    public void Update(string outcome) => updates.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <param name="reason">secret or size.</param>
    public void Refused(string reason) => refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <param name="reason">full or failed.</param>
    public void AnswerDropped(string reason) => dropped.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>True for an instrument of this very instance: several run in one test process.</summary>
    internal bool IsMine(Instrument instrument) => ReferenceEquals(instrument.Meter, meter);

    public void Dispose() => meter.Dispose();
}
