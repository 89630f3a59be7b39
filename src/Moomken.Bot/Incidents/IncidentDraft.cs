using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.OneLine;
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
            Typed = context.Slot(OneLineDraft.TypedSlot)?.Value,
        };
        return WithTime(WithPlace(version, context.Slot("place")), context.Slot("when"), context.Turn.Now);
    }

    public int SeverityOf(string? category, string? subtype) => Severities.Of(catalogue, category, subtype);

    /// <summary>The version that follows another when these answers take the place of its own. The severity follows the kind; who raised it, or was in danger, is not lowered again.</summary>
    public IncidentVersion Over(IncidentVersion last, ActionContext context, string source)
    {
        var category = context.Slot("category")?.Value ?? last.Category;
        var subtype = context.Slot("subtype")?.Value ?? (category == last.Category ? last.Subtype : null);
        var wasRaised = last.Severity > SeverityOf(last.Category, last.Subtype);
        var version = last with
        {
            Number = last.Number + 1,
            At = context.Turn.Now,
            Source = source,
            Category = category,
            Subtype = subtype,
            Severity = Math.Max(SeverityOf(category, subtype), wasRaised || last.InDanger ? last.Severity : 0),
            Text = context.Slot("details")?.Value ?? last.Text,
            Unfinished = false,
            Typed = context.Slot(OneLineDraft.TypedSlot)?.Value,
        };
        return WithTime(WithPlace(version, context.Slot("place")), context.Slot("when"), context.Turn.Now);
    }

    /// <summary>The answers that a version was made of, as far as it still has them.</summary>
    public static ImmutableSortedDictionary<string, Answer> SlotsOf(IncidentVersion version)
    {
        var slots = ImmutableSortedDictionary.CreateBuilder<string, Answer>(StringComparer.Ordinal);
        void Add(string slot, string? value, string? label = null)
        {
            if (value is not null)
            {
                slots[slot] = new Answer(value, label);
            }
        }

        Add("category", version.Category);
        Add("subtype", version.Subtype);
        Add("place", version.PlaceId ?? (version.PlaceText is null ? null : PlaceFunctions.Free), version.PlaceText);
        Add("when", version.HappenedAt?.ToString("O", CultureInfo.InvariantCulture) ?? (version.HappenedText is null ? null : TimeFunctions.Words), version.HappenedText);
        Add("details", version.Text);
        return slots.ToImmutable();
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
        "now" => version with { HappenedAt = now, HappenedText = null },
        "today" => version with { HappenedAt = null, HappenedText = LibyaTime.Date(now).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) },
        TimeFunctions.Words => version with { HappenedAt = null, HappenedText = answer.Label },
        var at => version with { HappenedAt = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), HappenedText = answer.Raw },
    };
}
