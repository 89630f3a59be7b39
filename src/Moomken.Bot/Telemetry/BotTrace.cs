using System.Diagnostics;

namespace Moomken.Bot.Telemetry;

/// <summary>Spans: one for each turn, one for each attempt to send. Names and tags come from closed sets, as in <see cref="BotMeter"/>.</summary>
public static class BotTrace
{
    public const string Name = "Moomken.Bot";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>Null, and free, while nobody listens.</summary>
    public static Activity? Turn(string channel) => Source.StartActivity("turn", ActivityKind.Server) is { } span ? span.SetTag("channel", channel) : null;

    /// <summary>Null, and free, while nobody listens.</summary>
    public static Activity? Send(string channel, string lane) =>
        Source.StartActivity("send", ActivityKind.Client) is { } span ? span.SetTag("channel", channel).SetTag("lane", lane) : null;
}
