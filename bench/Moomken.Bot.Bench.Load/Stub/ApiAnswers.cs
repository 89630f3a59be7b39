namespace Moomken.Bot.Bench.Load.Stub;

/// <summary>What the stub of the Bot API answers, as whole HTTP responses. Every answer has the shape of the real one.</summary>
internal static class ApiAnswers
{
    /// <summary>A real JPEG, 8 by 8 pixels: a server may decode the photos that it downloads.</summary>
    public static readonly byte[] Photo = Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxO" +
        "UlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P" +
        "T09PT09PT0//wAARCAAIAAgDASIAAhEBAxEB/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/xAAU" +
        "AQEAAAAAAAAAAAAAAAAAAAAA/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8AAA//2Q==");

    public static readonly byte[] True = Json("""{"ok":true,"result":true}""");

    public static readonly byte[] Me = Json(
        """{"ok":true,"result":{"id":123456,"is_bot":true,"first_name":"Bench","username":"bench_bot","can_join_groups":false,"can_read_all_group_messages":false,"supports_inline_queries":false}}""");

    public static readonly byte[] WebhookInfo = Json(
        """{"ok":true,"result":{"url":"","has_custom_certificate":false,"pending_update_count":0}}""");

    public static readonly byte[] File = Json(
        $$$"""{"ok":true,"result":{"file_id":"photo","file_unique_id":"bench","file_size":{{{Photo.Length}}},"file_path":"photos/file_1.jpg"}}""");

    public static readonly byte[] PhotoFile = Whole("200 OK", "image/jpeg", Photo);

    public static readonly byte[] NotFound = Whole(
        "404 Not Found", "application/json", """{"ok":false,"error_code":404,"description":"Not Found: the stub does not know this method"}"""u8);

    public static readonly byte[] BadRequest = Whole(
        "400 Bad Request", "application/json", """{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}"""u8);

    /// <summary>What sendMessage and the edits return.</summary>
    public static byte[] Message(long chat, int messageId, long unixSeconds) => Json(
        $$$"""{"ok":true,"result":{"message_id":{{{messageId}}},"from":{"id":123456,"is_bot":true,"first_name":"Bench","username":"bench_bot"},"chat":{"id":{{{chat}}},"first_name":"\u0645","type":"private"},"date":{{{unixSeconds}}},"text":"ok"}}""");

    /// <summary>What getUpdates returns.</summary>
    public static byte[] Updates(IReadOnlyList<byte[]> updates) => Json($$"""{"ok":true,"result":[{{string.Join(',', updates.Select(System.Text.Encoding.UTF8.GetString))}}]}""");

    private static byte[] Json(string body) => Whole("200 OK", "application/json", System.Text.Encoding.UTF8.GetBytes(body));

    private static byte[] Whole(string status, string type, ReadOnlySpan<byte> body) =>
    [
        .. System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n"),
        .. body,
    ];
}
