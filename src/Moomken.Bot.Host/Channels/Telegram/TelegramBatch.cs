using System.Text.Json;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>Cuts the answer of getUpdates into the raw bodies of its updates, so that each is read just as a webhook's body is and one odd update cannot spoil the rest.</summary>
internal static class TelegramBatch
{
    /// <summary>Null when the answer is not a list of updates.</summary>
    public static List<ReadOnlyMemory<byte>>? Cut(ReadOnlyMemory<byte> answer)
    {
        var reader = new Utf8JsonReader(answer.Span);
        while (reader.Read())
        {
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("result"u8))
            {
                return reader.Read() && reader.TokenType == JsonTokenType.StartArray ? CutArray(ref reader, answer) : null;
            }
        }

        return null;
    }

    private static List<ReadOnlyMemory<byte>> CutArray(ref Utf8JsonReader reader, ReadOnlyMemory<byte> answer)
    {
        var bodies = new List<ReadOnlyMemory<byte>>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            bodies.Add(answer[start..(int)reader.BytesConsumed]);
        }

        return bodies;
    }
}
