using System.Collections.Immutable;
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
        functions.Labels["category"] = (answer, tongue) => catalogue.Category(answer.Value)?.Label.Full(tongue);
        functions.Labels["subtype"] = (answer, tongue) => catalogue.Subtype(answer.Value)?.Label.Full(tongue);
        functions.Texts.UnionWith(
        [
            "incident.category.noted", "incident.subtype.noted", "incident.duplicate",
            "incident.review.send", "incident.review.send.which", "incident.review.send_contact", "incident.review.send_anonymous", "incident.review.urgent",
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
}
