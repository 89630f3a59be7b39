using System.Text;
using Microsoft.Net.Http.Headers;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Kannel;

/// <summary>
/// Reads one SMS as smsbox hands it in: its particulars in the query, its text as the body. Never throws, whatever comes:
/// what it cannot read is a verdict. Thread-safe.
/// </summary>
public sealed class KannelMessageReader(KannelOptions options, KannelLines lines, TimeProvider time)
{
    /// <summary>Kannel's ids have 36 characters; an escape code that was not replaced (<c>%I</c>) is no id.</summary>
    private const int LongestId = 64;

    /// <summary>"1" twice may be the answers to two questions. Nobody gets an SMS, reads it and answers within three seconds.</summary>
    private const int ShortAnswer = 3;
    private const int ShortAnswerSeconds = 3;

    /// <summary>With <c>send-sender</c> who wrote stands here, and no log of addresses names anybody; a get-url has it in the query.</summary>
    private const string SenderHeader = "X-Kannel-From";

    /// <summary>Reason of what a name or a short code sent.</summary>
    public const string NoPhone = "not_a_phone";

    /// <param name="request">Its query is what post-url asks for; see docs/channels.md for its members.</param>
    /// <param name="body">The text's bytes.</param>
    public KannelVerdict Read(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        var query = request.Query;
        var from = SenderOf(request);
        var id = query["id"].ToString();
        if (id.Length is 0 or > LongestId || id.StartsWith('%'))
        {
            return new KannelVerdict.NotUnderstood("no_id");
        }

        if (from.Length > 0 && (from == query["to"].ToString() || lines.IsOurs(from)))
        {
            return new KannelVerdict.Ignored("own_number");
        }

        if (KannelNumbers.Read(from) is not { } user)
        {
            return new KannelVerdict.NotUnderstood(from.Length == 0 ? "no_sender" : NoPhone);
        }

        var (known, text) = Decode(query, request.ContentType, body);
        return known ? new KannelVerdict.Understood(Message(query, id, user, text)) : new KannelVerdict.NotUnderstood("unreadable_text");
    }

    /// <summary>As Kannel names them; empty when it does not.</summary>
    public static string SenderOf(HttpRequest request) =>
        request.Headers.TryGetValue(SenderHeader, out var sender) ? sender.ToString() : request.Query["from"].ToString();

    private InboundMessage Message(IQueryCollection query, string id, string user, string? text) => new()
    {
        From = lines.Of(query).Person(user),
        MessageId = id,
        At = TimeOf(query["ts"].ToString()),
        Text = text,
        UnsupportedKind = text is null ? "data" : null,
        SameWordsWithin = TimeSpan.FromSeconds(text?.Length <= ShortAnswer ? Math.Min(options.SameWordsSeconds, ShortAnswerSeconds) : options.SameWordsSeconds),
    };

    /// <summary>
    /// Post-url gives the text as the body in the charset of its type; get-url as hexadecimal digits (<c>e=%e</c>) in the
    /// charset of <c>charset=%C</c>. An SMS of bytes (a card, a setting for the phone) has no text: null.
    /// </summary>
    private static (bool Known, string? Text) Decode(IQueryCollection query, string? contentType, ReadOnlyMemory<byte> body)
    {
        if (query.TryGetValue("e", out var hex))
        {
            var bytes = Bytes(hex.ToString());
            return bytes is null ? (false, null) : Decode(query["charset"].ToString(), bytes);
        }

        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
        {
            return (false, null);
        }

        return type.Type.Equals("text", StringComparison.OrdinalIgnoreCase)
            ? Decode(HeaderUtilities.RemoveQuotes(type.Charset).ToString(), body.Span)
            : (true, null);
    }

    /// <summary>Broken bytes become U+FFFD and the rest of a person's words is kept.</summary>
    private static (bool Known, string? Text) Decode(string charset, ReadOnlySpan<byte> bytes) => charset.ToUpperInvariant() switch
    {
        "UTF-8" or "" or "US-ASCII" => (true, Encoding.UTF8.GetString(bytes)),
        "UTF-16BE" => (true, Encoding.BigEndianUnicode.GetString(bytes)),
        "ISO-8859-1" => (true, Encoding.Latin1.GetString(bytes)),
        "8-BIT" => (true, null),
        _ => (false, null),
    };

    private static byte[]? Bytes(string hex) =>
        hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : null;

    /// <summary>The moment at which bearerbox had it, in seconds; a repeat carries the same. A time that cannot be is no reason to lose a message.</summary>
    private DateTimeOffset TimeOf(string seconds) =>
        long.TryParse(seconds, out var at) && at > 0 && at <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(at) : time.GetUtcNow();
}
