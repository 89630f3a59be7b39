using System.Diagnostics.Metrics;

namespace Moomken.Bot.Telemetry;

/// <summary>
/// What the bot counts. Tags come from closed sets (channels, lanes, dialog states): nothing here may ever be told by who
/// somebody is or what they wrote. Recording costs tens of nanoseconds, and nothing while nobody listens.
/// </summary>
public static class BotMeter
{
    public const string Name = "Moomken.Bot";

    private static readonly Meter Meter = new(Name);

    // From a turn that waits for nobody to one that a person would notice.
    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    // A message waits for its lane, for a provider that is down, for its next try: minutes are what matters.
    private static readonly InstrumentAdvice<double> Latencies = new()
    {
        HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3600],
    };

    private static readonly Histogram<double> Turns = Meter.CreateHistogram(
        "moomken.turn.duration", "s", "From a message's arrival in the core to its durable commit.", tags: null, advice: Durations);

    private static readonly Counter<long> Steps = Meter.CreateCounter<long>("moomken.dialog.steps", null, "Turns that ended at a question: where people stop shows where they give up.");

    private static readonly Counter<long> Reports = Meter.CreateCounter<long>("moomken.incidents", null, "Reports taken, by severity.");

    private static readonly Histogram<double> Sends = Meter.CreateHistogram(
        "moomken.send.duration", "s", "One attempt to hand a message to its provider.", tags: null, advice: Durations);

    private static readonly Histogram<double> Waits = Meter.CreateHistogram(
        "moomken.delivery.latency", "s", "From a message's making to the provider's yes.", tags: null, advice: Latencies);

    private static readonly Counter<long> Loops = Meter.CreateCounter<long>("moomken.guarded", null, "Messages that were taken and not answered, since a machine wrote them.");

    /// <param name="channel">Name of a channel.</param>
    /// <param name="outcome"><c>taken</c>, <c>repeat</c>, <c>timer</c> or <c>failed</c>.</param>
    /// <param name="took">How long it took.</param>
    public static void Turn(string channel, string outcome, TimeSpan took) =>
        Turns.Record(took.TotalSeconds, new KeyValuePair<string, object?>("channel", channel), new("outcome", outcome));

    /// <param name="dialog">Id of a dialog.</param>
    /// <param name="state">Path of the state in it.</param>
    public static void Step(string dialog, string state) =>
        Steps.Add(1, new KeyValuePair<string, object?>("dialog", dialog), new("state", state));

    /// <param name="severity">1 to 4.</param>
    /// <param name="channel">Name of a channel.</param>
    public static void Report(int severity, string channel) =>
        Reports.Add(1, new KeyValuePair<string, object?>("severity", SeverityName(severity)), new("channel", channel));

    /// <param name="channel">Name of a channel.</param>
    /// <param name="lane">Name of a lane.</param>
    /// <param name="result">Name of a kind of result.</param>
    /// <param name="took">How long the provider took.</param>
    public static void Send(string channel, string lane, string result, TimeSpan took) =>
        Sends.Record(took.TotalSeconds, new KeyValuePair<string, object?>("channel", channel), new("lane", lane), new("result", result));

    /// <param name="channel">Name of a channel.</param>
    /// <param name="lane">Name of a lane.</param>
    /// <param name="waited">Since the message was made.</param>
    public static void Delivered(string channel, string lane, TimeSpan waited) =>
        Waits.Record(waited.TotalSeconds, new KeyValuePair<string, object?>("channel", channel), new("lane", lane));

    /// <param name="channel">Name of a channel.</param>
    /// <param name="kind">How the machine was known.</param>
    public static void Guarded(string channel, LoopKind kind) =>
        Loops.Add(1, new KeyValuePair<string, object?>("channel", channel), new("kind", LoopName(kind)));

    private static string LoopName(LoopKind kind) => kind switch
    {
        LoopKind.Ourselves => "ourselves",
        LoopKind.Machine => "machine",
        LoopKind.Echo => "echo",
        _ => "repeated",
    };

    private static string SeverityName(int severity) => severity switch
    {
        1 => "low",
        2 => "medium",
        3 => "high",
        _ => "critical",
    };
}
