using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Places;

namespace Moomken.Bot.Incidents;

/// <summary>Makes a version of a report from the answers of its form, as far as they go.</summary>
public sealed class IncidentDraft(IncidentCatalogue catalogue, Gazetteer places)
{
    /// <summary>Null when there is nothing in it: neither a kind, nor words, nor a file.</summary>
    public IncidentVersion? Version(ActionContext context, int number, string source, bool unfinished)
    {
        var category = context.Slot("category")?.Value;
        var subtype = context.Slot("subtype")?.Value;
        var story = context.Slot("details");
        if (category is null && subtype is null && story is null)
        {
            return null;
        }

        var inDanger = context.Slot("safety")?.Value == "unsafe";
        var severity = Severities.Of(catalogue, category, subtype);
        var version = new IncidentVersion
        {
            Number = number,
            At = context.Turn.Now,
            Source = source,
            Category = category,
            Subtype = subtype,
            Severity = inDanger || context.Slot("urgent") is not null ? Severities.Critical : severity,
            Text = string.IsNullOrEmpty(story?.Value) ? null : story.Value,
            Evidence = EvidenceOf(story),
            InDanger = inDanger,
            Unfinished = unfinished,
        };
        return WithTime(WithPlace(version, context.Slot("place")), context.Slot("when"), context.Turn.Now);
    }

    public static ImmutableArray<string> EvidenceOf(Answer? story) =>
        story is null || story.Items.IsDefault ? [] : [.. story.Items.Select(item => item[(item.IndexOf(':', StringComparison.Ordinal) + 1)..])];

    private IncidentVersion WithPlace(IncidentVersion version, Answer? answer)
    {
        if (answer is null)
        {
            return version;
        }

        var place = places.ById(answer.Value);
        return version with
        {
            PlaceId = place?.Id,
            PlaceText = place?.Label(Tongue.Arabic) ?? answer.Label,
            Region = place?.Region,
            Point = answer.Point ?? place?.Point,
        };
    }

    private static IncidentVersion WithTime(IncidentVersion version, Answer? answer, DateTimeOffset now) => answer?.Value switch
    {
        null => version,
        "now" => version with { HappenedAt = now },
        "today" => version with { HappenedText = LibyaTime.Date(now).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) },
        IncidentFunctions.WhenWords => version with { HappenedText = answer.Label },
        var at => version with { HappenedAt = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), HappenedText = answer.Raw },
    };
}
