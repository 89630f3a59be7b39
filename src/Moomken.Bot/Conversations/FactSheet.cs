using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.People;
using Moomken.Bot.Places;

namespace Moomken.Bot.Conversations;

/// <summary>The facts about a person and the service that guards may ask for and texts may show.</summary>
public sealed class FactSheet(Gazetteer places, ServiceFacts service)
{
    /// <summary>Every fact there can be.</summary>
    public static readonly string[] Names = ["role", "language_chosen", "keep_months", "duty_line", "station", "station_label"];

    private readonly ImmutableDictionary<string, string> everyone = ImmutableDictionary<string, string>.Empty
        .Add("keep_months", service.KeepMonths.ToString(CultureInfo.InvariantCulture));

    public ImmutableDictionary<string, string> Of(Person person)
    {
        var facts = everyone
            .SetItem("role", person.Role == Role.Voter ? "citizen" : "observer")
            .SetItem("duty_line", service.DutyLine(person.Tongue));
        if (person.LanguageChosen)
        {
            facts = facts.SetItem("language_chosen", person.Tongue.Code());
        }

        return person.StationId is { } station && places.ById(station) is { } place
            ? facts.SetItem("station", station).SetItem("station_label", place.Label(person.Tongue))
            : facts;
    }
}

/// <summary>What the operator sets about the service itself.</summary>
/// <param name="KeepMonths">How long reports are kept after an election, in months.</param>
/// <param name="DutyPhone">The number that people in danger may call; null when there is none.</param>
public sealed record ServiceFacts(int KeepMonths, string? DutyPhone)
{
    public string DutyLine(Tongue tongue) => DutyPhone is null ? "" : tongue == Tongue.Arabic
        ? $"هاتف المناوبة: {Bidi.Isolate(DutyPhone)}"
        : $"Duty phone: {DutyPhone}";
}
