using System.Text.Json;

namespace Moomken.Bot.Host.Channels.Telegram;

internal static class TelegramUpdateId
{
    /// <summary>The number is what long polling confirms by, so it is looked for even in a body that is otherwise wrong.</summary>
    public static long? Find(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("update_id"u8))
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var id) ? id : null;
                }
            }
        }
        catch (JsonException)
        {
            // Broken before the number came.
        }

        return null;
    }
}
