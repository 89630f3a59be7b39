using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using Moomken.Bot.Telemetry;

namespace Moomken.Bot.Host.Channels;

/// <summary>
/// What the channels count at their own edge, in one class for all of them, exported with everything of <see cref="BotMeter"/>. A tag
/// is the channel's name and one word of a closed set; a word that is in none is counted as <see cref="Other"/>, so that nothing that
/// came from outside can ever become a tag. Thread-safe.
/// </summary>
public sealed class ChannelCounters : IDisposable
{
    /// <summary>For a word that nobody listed below.</summary>
    public const string Other = "other";

    /// <summary>What became of one thing that a provider handed in.</summary>
    public static readonly FrozenSet<string> Outcomes = Set("received", "repeat", "dead_letter", "failed", "ignored", "not_private");

    /// <summary>Why a call was turned away: by the address, secret or proof, by its size and form, by what we take.</summary>
    public static readonly FrozenSet<string> Reasons = Set(
        "address", "secret", "signature", "ticket", "size", "type", "syntax", "channel", "unavailable", "not_local",
        "header", "token", "issuer", "audience", "algorithm", "key", "lifetime", "version", "service_url", "endorsement");

    /// <summary>What a report of a message of ours says; <c>unknown</c> and <c>ignored</c> say nothing.</summary>
    public static readonly FrozenSet<string> States = Set("accepted", "sent", "delivered", "read", "failed", "unknown", "ignored");

    /// <summary>What became of an answer to a press, a sign of typing, a notice to a group.</summary>
    public static readonly FrozenSet<string> Courtesies = Set("sent", "failed", "full");

    /// <summary>What an SMS part is written in; it says how much it holds and so what a text costs.</summary>
    public static readonly FrozenSet<string> Alphabets = Set("gsm", "ucs2");

    private readonly Meter meter = new(BotMeter.Name);
    private readonly ConcurrentDictionary<string, DateTimeOffset> last = new(StringComparer.Ordinal);
    private readonly TimeProvider time;
    private readonly Counter<long> posted;
    private readonly Counter<long> refused;
    private readonly Counter<long> reports;
    private readonly Counter<long> courtesies;
    private readonly Counter<long> parts;
    private readonly Counter<long> plain;

    public ChannelCounters(TimeProvider time)
    {
        (this.time, Since) = (time, time.GetUtcNow());
        posted = meter.CreateCounter<long>("moomken.channel.posted", description: "What providers handed in, by what became of it.");
        refused = meter.CreateCounter<long>("moomken.channel.refused", description: "Calls that were turned away, by reason.");
        reports = meter.CreateCounter<long>("moomken.channel.reports", description: "Reports of what became of our messages, by state.");
        courtesies = meter.CreateCounter<long>("moomken.channel.courtesies", description: "Answers to presses, signs of typing, notices to groups, by what became of them.");
        parts = meter.CreateCounter<long>("moomken.channel.sms.parts", description: "SMS parts that were taken, by alphabet: what is paid for.");
        plain = meter.CreateCounter<long>("moomken.channel.buttons_as_text", description: "Messages whose buttons had to be written out.");
    }

    /// <summary>When counting began.</summary>
    public DateTimeOffset Since { get; }

    public void Posted(string channel, string outcome)
    {
        last[channel] = time.GetUtcNow();
        posted.Add(1, Channel(channel), Word("outcome", outcome, Outcomes));
    }

    /// <summary>When the provider last handed something in; null when nothing came since counting began.</summary>
    public DateTimeOffset? LastPosted(string channel) => last.TryGetValue(channel, out var at) ? at : null;

    public void Refused(string channel, string reason) => refused.Add(1, Channel(channel), Word("reason", reason, Reasons));

    public void Reported(string channel, string state) => reports.Add(1, Channel(channel), Word("state", state, States));

    public void Courtesy(string channel, string outcome) => courtesies.Add(1, Channel(channel), Word("outcome", outcome, Courtesies));

    public void Parts(string channel, string alphabet, int count) => parts.Add(count, Channel(channel), Word("alphabet", alphabet, Alphabets));

    public void ButtonsAsText(string channel) => plain.Add(1, Channel(channel));

    /// <summary>True for an instrument of this very instance: several run in one test process.</summary>
    internal bool IsMine(Instrument instrument) => ReferenceEquals(instrument.Meter, meter);

    public void Dispose() => meter.Dispose();

    /// <summary>From our own code or settings, never from a message.</summary>
    private static KeyValuePair<string, object?> Channel(string channel) => new("channel", channel);

    private static KeyValuePair<string, object?> Word(string name, string word, FrozenSet<string> known) => new(name, known.Contains(word) ? word : Other);

    private static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);
}
