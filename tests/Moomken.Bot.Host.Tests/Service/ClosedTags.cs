using System.Text.RegularExpressions;
using Moomken.Bot.Host.Channels;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>The tags that a metric of ours may have, and for each the words: nothing of a person can ever be among them.</summary>
internal static partial class ClosedTags
{
    private static readonly Dictionary<string, Func<string, bool>> Known = new()
    {
        ["channel"] = OneOf("telegram", "web", "whatsapp", "twilio", "twilio-sms", "kannel", "botframework", "none"),
        ["outcome"] = OneOf([.. ChannelCounters.Outcomes, .. ChannelCounters.Courtesies, "taken", "repeat", "timer", "failed"]),
        ["reason"] = OneOf([.. ChannelCounters.Reasons]),
        ["alphabet"] = OneOf([.. ChannelCounters.Alphabets]),
        ["kind"] = OneOf("ourselves", "machine", "echo", "repeated"),
        ["lane"] = OneOf(Enum.GetNames<Lane>()),
        ["result"] = OneOf("sent", "throttled", "failed_for_now", "failed", "recipient_gone", "recipient_moved", "held", "unknown", "other"),
        ["severity"] = OneOf("low", "medium", "high", "critical"),
        ["why"] = OneOf("due", "held", "in_doubt"),

        // The web server's own and the runtime's: methods that have a name, routes as templates.
        ["http_request_method"] = OneOf("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "_OTHER"),
        ["http_response_status_code"] = code => Bound().IsMatch(code),
        ["http_route"] = route => Route().IsMatch(route),
        ["url_scheme"] = OneOf("http", "https"),
        ["network_protocol_version"] = version => Bound().IsMatch(version),
        ["error_type"] = type => Type().IsMatch(type),
        ["gc_heap_generation"] = generation => Identifier().IsMatch(generation),
        ["cpu_mode"] = OneOf("user", "system"),

        ["le"] = bound => Bound().IsMatch(bound),

        // Of a dialog file that was checked at start, or of a delivery report.
        ["dialog"] = id => Identifier().IsMatch(id),
        ["state"] = id => Identifier().IsMatch(id),
    };

    /// <summary>Tags that stand in no list, as they are on the page.</summary>
    public static IReadOnlyList<string> Others(string page) =>
        [.. from line in page.Split('\n')
            where !line.StartsWith('#')
            from Match tag in Tag().Matches(line)
            where !Known.TryGetValue(tag.Groups[1].Value, out var isKnown) || !isKnown(tag.Groups[2].Value)
            select tag.Value];

    private static Func<string, bool> OneOf(params string[] words) => words.Contains;

    [GeneratedRegex(@"([a-z_]+)=""([^""]*)""")]
    private static partial Regex Tag();

    [GeneratedRegex(@"^(\+Inf|[0-9.]+)$")]
    private static partial Regex Bound();

    [GeneratedRegex(@"^[a-z0-9/_.*{}:=?-]{0,80}$", RegexOptions.IgnoreCase)]
    private static partial Regex Route();

    [GeneratedRegex(@"^[A-Za-z0-9_.]{1,80}$")]
    private static partial Regex Type();

    [GeneratedRegex(@"^[a-z0-9_./-]{1,80}$")]
    private static partial Regex Identifier();
}
