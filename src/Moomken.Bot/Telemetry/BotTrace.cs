using System.Diagnostics;

namespace Moomken.Bot.Telemetry;

/// <summary>Spans: one for each turn, and under it one for each attempt to send what it answered. Names and tags come from closed sets, as in <see cref="BotMeter"/>.</summary>
public static class BotTrace
{
    public const string Name = "Moomken.Bot";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>Null, and free, while nobody listens.</summary>
    public static Activity? Turn(string channel) => Source.StartActivity("turn", ActivityKind.Server) is { } span ? span.SetTag("channel", channel) : null;

    /// <param name="channel">Name of a channel.</param>
    /// <param name="lane">Name of a lane.</param>
    /// <param name="turn">The span that made the message, maybe of another node or before a restart; null for none.</param>
    /// <returns>Null, and free, while nobody listens.</returns>
    public static Activity? Send(string channel, string lane, string? turn) =>
        Source.StartActivity("send", ActivityKind.Client, turn) is { } span ? span.SetTag("channel", channel).SetTag("lane", lane) : null;
}
