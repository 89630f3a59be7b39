using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Incidents;

/// <summary>What <c>dialogs/incident.yaml</c> and its form call by name: the catalogue as choices, written words as likely subtypes, times.</summary>
public sealed class IncidentFunctions(IncidentCatalogue catalogue, LikelySubtypes likely)
{
    /// <summary>Shorter words say what kind of thing it is, not what happened: they are not kept as the story.</summary>
    private const int ShortestStory = 15;

    /// <summary>How many subtypes are offered for a person's own words.</summary>
    private const int Offered = 4;

    /// <summary>Set once likely subtypes were offered: those that were not chosen are not offered again above the list.</summary>
    private const string GuessedSlot = "guessed";

    public void Register(DialogFunctions functions)
    {
        functions.Choices["incident_categories"] = Categories;
        functions.Choices["incident_subtypes"] = Subtypes;
        functions.Choices["send_choices"] = SendChoices;
        functions.Guards["no_category"] = context => context.Slots.TryGetValue("category", out var category) && category.IsSkipped;
        functions.Resolvers["incident_words"] = Words;
        functions.Resolvers["time"] = When;
        functions.Labels["category"] = (answer, tongue) => catalogue.Category(answer.Value)?.Label.Full(tongue);
        functions.Labels["subtype"] = (answer, tongue) => catalogue.Subtype(answer.Value)?.Label.Full(tongue);
        functions.Labels["when"] = WhenLabel;
        functions.Texts.UnionWith(
        [
            "incident.when.future", "incident.category.noted", "incident.subtype.noted", "incident.duplicate",
            "incident.review.send", "incident.review.send_contact", "incident.review.send_anonymous", "incident.review.urgent",
        ]);
    }

    /// <summary>What the person has written already is offered first, so that one press answers two questions.</summary>
    private ImmutableArray<Choice> Categories(FunctionContext context)
    {
        var categories = catalogue.Categories.Select(category => new Choice(category.Id, category.Label.Button(context.Context.Tongue)));
        var story = context.Slot("details");
        return string.IsNullOrEmpty(story) || context.Slot(GuessedSlot) is not null ? [.. categories] : [.. Likely(story, context.Context.Tongue).Take(3), .. categories];
    }

    private ImmutableArray<Choice> Subtypes(FunctionContext context) =>
        catalogue.Category(context.Slot("category")) is { } category
            ? [.. category.Subtypes.Select(subtype => new Choice(subtype.Id, subtype.Label.Button(context.Context.Tongue)))]
            : [];

    private ImmutableArray<Choice> SendChoices(FunctionContext context)
    {
        ImmutableArray<Choice> send = context.Fact("role") == "observer"
            ? [new Choice("send", "")]
            : [new Choice("send_contact", ""), new Choice("send_anonymous", "")];
        var canRaise = context.Slot("urgent") is null && Severity(context) < Severities.Critical;
        return canRaise ? send.Add(new Choice("urgent", "")) : send;
    }

    private int Severity(FunctionContext context) => Severities.Of(catalogue, context.Slot("category"), context.Slot("subtype"));

    private Resolution Words(DialogInput input, FunctionContext context)
    {
        if (input is DialogInput.Press press)
        {
            return Picked(press.Choice, context);
        }

        var words = (input as DialogInput.Text)?.Value ?? "";
        var kept = ImmutableDictionary<string, Answer>.Empty;
        if (words.Length >= ShortestStory)
        {
            var before = context.Slots.GetValueOrDefault("details");
            kept = kept.Add("details", before is null or { IsSkipped: true } ? new Answer(words) : before with { Value = $"{before.Value}\n{words}".Trim() });
        }

        var guesses = Likely(words, context.Context.Tongue);
        return new Resolution.Several(guesses, guesses.IsEmpty ? kept : kept.Add(GuessedSlot, new Answer("yes")));
    }

    /// <summary>A subtype picked at the first question answers the second as well; both are written, whichever was asked.</summary>
    private Resolution Picked(string id, FunctionContext context)
    {
        if (catalogue.Subtype(id) is not { } subtype)
        {
            return new Resolution.Wrong("common.miss");
        }

        var category = new Answer(subtype.Category);
        var own = new Answer(subtype.Id);
        return new Resolution.Found(category, ImmutableDictionary<string, Answer>.Empty.Add("category", category).Add("subtype", own));
    }

    private ImmutableArray<Choice> Likely(string words, Tongue tongue) =>
        [.. likely.Rank(words).Take(Offered).Select(catalogue.Subtype).OfType<IncidentSubtype>().Select(subtype => new Choice(subtype.Id, subtype.Label.Button(tongue)))];

    /// <summary>A time that cannot be read is kept as it was written: a report is never refused for its form.</summary>
    private static Resolution When(DialogInput input, FunctionContext context)
    {
        if (input is not DialogInput.Text { Value: var words })
        {
            return new Resolution.Wrong("common.miss");
        }

        return HappenedWhen.Parse(words, context.Context.Now) switch
        {
            HappenedWhen.Understood understood => new Resolution.Found(new Answer(
                understood.At.ToString("O", CultureInfo.InvariantCulture),
                Raw: words,
                Items: understood.Precision >= WhenPrecision.PartOfDay ? [Roughly] : default)),
            HappenedWhen.InFuture => new Resolution.Wrong("incident.when.future"),
            _ => new Resolution.Found(new Answer(WhenWords, words, words)),
        };
    }

    /// <summary>The value of a time that is kept in the person's own words.</summary>
    public const string WhenWords = "words";

    /// <summary>Marks a time of which only the day, or the part of the day, was said.</summary>
    private const string Roughly = "roughly";

    /// <summary>"Yesterday" is shown as a date with the person's own word, never with an hour that nobody said.</summary>
    private static string? WhenLabel(Answer answer, Tongue tongue)
    {
        if (!DateTimeOffset.TryParse(answer.Value, CultureInfo.InvariantCulture, out var at))
        {
            return null;
        }

        var date = DateWords.LongDate(LibyaTime.Date(at), tongue);
        return !answer.Items.IsDefaultOrEmpty && answer.Raw is { } words ? $"{date} ({Bidi.Isolate(words)})" : $"{date} {DateWords.TimeInWords(at, tongue)}";
    }
}
