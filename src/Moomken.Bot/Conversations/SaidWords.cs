using System.Collections.Immutable;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Conversations;

/// <summary>Words that came in, so that the same ones handed in again under another id are known.</summary>
/// <param name="Mark">The first 8 bytes of their SHA-256.</param>
/// <param name="Seconds">When they were said, in seconds since 1970.</param>
public sealed record SaidWords(long Mark, long Seconds)
{
    /// <summary>A repeat comes within seconds; so many other messages of one person do not fit between.</summary>
    private const int Kept = 4;

    public static bool Holds(ImmutableList<SaidWords>? said, InboundMessage message) =>
        Of(message) is { } words && said?.Any(known => known.Mark == words.Mark && Math.Abs(known.Seconds - words.Seconds) <= message.SameWordsWithin.TotalSeconds) == true;

    public static ImmutableList<SaidWords>? With(ImmutableList<SaidWords>? said, InboundMessage message)
    {
        if (Of(message) is not { } words)
        {
            return said;
        }

        var longer = (said ?? []).Add(words);
        return longer.Count > Kept ? longer.RemoveAt(0) : longer;
    }

    private static SaidWords? Of(InboundMessage message) => message is { Text: { } text, Kind: InboundKind.Message } && message.SameWordsWithin > TimeSpan.Zero
        ? new SaidWords(SeenMessages.Mark(text), message.At.ToUnixTimeSeconds())
        : null;
}
