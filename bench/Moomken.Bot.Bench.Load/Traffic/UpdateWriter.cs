using Moomken.Bot.Bench.Load.Http;
using Moomken.Bot.Bench.Load.Script;

namespace Moomken.Bot.Bench.Load.Traffic;

/// <summary>Writes updates with the members and sizes that Telegram's have.</summary>
internal static class UpdateWriter
{
    /// <param name="line">Where to write.</param>
    /// <param name="update">The update's id; also the serial number of the text.</param>
    /// <param name="chat">The person, and so the private chat.</param>
    /// <param name="message">The id of the message that is sent.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="step">What is sent; not a button.</param>
    public static void Sent(ref Utf8Line line, int update, long chat, int message, long now, ScriptStep step)
    {
        OpenMessage(ref line, update, chat, message, now);
        line.Add(step.Head);
        if (step.Tail is { } tail)
        {
            line.Add(update);
            line.Add(tail);
        }

        line.Add("}}"u8);
    }

    /// <param name="line">Where to write.</param>
    /// <param name="update">The update's id.</param>
    /// <param name="chat">The person.</param>
    /// <param name="message">The id of the message.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="content">Its members, as JSON.</param>
    public static void Said(ref Utf8Line line, int update, long chat, int message, long now, ReadOnlySpan<byte> content)
    {
        OpenMessage(ref line, update, chat, message, now);
        line.Add(content);
        line.Add("}}"u8);
    }

    /// <summary>A press; <paramref name="message"/> is the bot's message that carries the button.</summary>
    public static void Pressed(ref Utf8Line line, int update, long chat, int message, long now, byte[] callbackData)
    {
        line.Add("{\"update_id\":"u8);
        line.Add(update);
        line.Add(",\"callback_query\":{\"id\":\"43"u8);
        line.Add(update);
        line.Add("\",\"from\":"u8);
        AddPerson(ref line, chat);
        line.Add(",\"message\":{\"message_id\":"u8);
        line.Add(message);
        line.Add(",\"from\":{\"id\":123456,\"is_bot\":true,\"first_name\":\"Bench\",\"username\":\"bench_bot\"},\"chat\":"u8);
        AddChat(ref line, chat);
        line.Add(",\"date\":"u8);
        line.Add(now);
        line.Add(",\"text\":\"ok\"},\"chat_instance\":\"-3814"u8);
        line.Add(chat);
        line.Add("\",\"data\":\""u8);
        line.Add(callbackData);
        line.Add("\"}}"u8);
    }

    private static void OpenMessage(ref Utf8Line line, int update, long chat, int message, long now)
    {
        line.Add("{\"update_id\":"u8);
        line.Add(update);
        line.Add(",\"message\":{\"message_id\":"u8);
        line.Add(message);
        line.Add(",\"from\":"u8);
        AddPerson(ref line, chat);
        line.Add(",\"chat\":"u8);
        AddChat(ref line, chat);
        line.Add(",\"date\":"u8);
        line.Add(now);
        line.Add(","u8);
    }

    private static void AddPerson(ref Utf8Line line, long chat)
    {
        line.Add("{\"id\":"u8);
        line.Add(chat);
        line.Add(",\"is_bot\":false,\"first_name\":\"\\u0645\\u0631\\u0627\\u0642\\u0628\",\"language_code\":\"ar\"}"u8);
    }

    private static void AddChat(ref Utf8Line line, long chat)
    {
        line.Add("{\"id\":"u8);
        line.Add(chat);
        line.Add(",\"first_name\":\"\\u0645\\u0631\\u0627\\u0642\\u0628\",\"type\":\"private\"}"u8);
    }
}
