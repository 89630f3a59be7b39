using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Moomken.Bot.Fakes.Telegram;

/// <summary>A message of the bot, as the person sees it.</summary>
public sealed record BotMessage(long Chat, int Id, string? Text, ImmutableArray<ImmutableArray<BotButton>> Rows, JsonObject Raw)
{
    /// <summary>By the clock of <see cref="Stopwatch"/>.</summary>
    public long ArrivedAt { get; } = Stopwatch.GetTimestamp();

    public IEnumerable<BotButton> Buttons => Rows.SelectMany(row => row);

    public BotButton? Button(string label) => Buttons.FirstOrDefault(button => button.Label == label);

    internal static ImmutableArray<ImmutableArray<BotButton>> ReadRows(JsonNode? markup) =>
        markup?["inline_keyboard"] is JsonArray rows
            ? [.. rows.Select(row => row!.AsArray().Select(button => new BotButton((string)button!["text"]!, (string?)button["callback_data"])).ToImmutableArray())]
            : [];
}

public sealed record BotButton(string Label, string? Payload);
