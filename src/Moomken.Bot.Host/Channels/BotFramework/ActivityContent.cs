using System.Collections.Immutable;
using System.Net;
using System.Text.RegularExpressions;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>What a message holds for us: a press, text, files or a place.</summary>
internal static partial class ActivityContent
{
    private const string TeamsFile = "application/vnd.microsoft.teams.file.download.info";
    private const string Cards = "application/vnd.microsoft.";

    public static InboundMessage Into(InboundMessage start, Activity activity)
    {
        if (activity.Button is { } payload)
        {
            // A press carries words only for the transcript; they must not be read as an answer.
            return start with { Button = payload };
        }

        var text = WordsOf(activity);
        ImmutableArray<InboundMedia> media = [.. activity.Attachments.Select(attachment => FileOf(attachment, activity.ServiceUrl)).OfType<InboundMedia>()];
        if (activity.Location is { } point && media.IsEmpty)
        {
            return start with { Location = point, LocationName = activity.LocationName };
        }

        return start with { Text = text, Media = media, UnsupportedKind = text is null && media.IsEmpty ? Unsupported(activity) : null };
    }

    private static string Unsupported(Activity activity) => activity.HasOtherValue ? "card" : activity.Attachments.IsEmpty ? "empty" : "attachment";

    /// <summary>The person's words without the mention of ourselves, which Teams puts before them in markup.</summary>
    private static string? WordsOf(Activity activity)
    {
        var text = activity.Text ?? "";
        foreach (var mention in activity.Mentions.Where(mention => mention is { Words.Length: > 0 } && mention.Who == activity.Recipient))
        {
            text = text.Replace(mention.Words!, "", StringComparison.Ordinal);
        }

        text = (activity.TextFormat == "xml" ? WebUtility.HtmlDecode(Tag().Replace(text, "")) : text).Trim();
        return text.Length == 0 ? null : text;
    }

    /// <summary>Null for cards, and for the second copy of the text as HTML that Teams adds.</summary>
    private static InboundMedia? FileOf(ActivityAttachment attachment, string? serviceUrl)
    {
        var type = attachment.ContentType.Split(';')[0].Trim().ToLowerInvariant();
        if (type == TeamsFile)
        {
            return attachment.DownloadUrl is { } download ? new InboundMedia("document", MediaReference.Open(download), attachment.Name, null, null) : null;
        }

        return attachment.ContentUrl is { Length: > 0 } url && !type.StartsWith(Cards, StringComparison.Ordinal)
            ? new InboundMedia(KindOf(type), MediaReference.Of(url, serviceUrl), attachment.Name, type.Length == 0 ? null : type, null)
            : null;
    }

    private static string KindOf(string type) => type.Split('/')[0] switch
    {
        "image" => "photo",
        "audio" => "audio",
        "video" => "video",
        _ => "document",
    };

    [GeneratedRegex("<[^<>]{0,200}>", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
