using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.People;
using Moomken.Bot.Places;

namespace Moomken.Bot.Conversations;

/// <summary>The facts about a person and the service that guards may ask for and texts may show.</summary>
public sealed class FactSheet(Gazetteer places, ServiceFacts service, DialogLibrary library)
{
    /// <summary>Every fact there can be.</summary>
    public static readonly string[] Names = ["role", "language_chosen", "keep_months", "duty_line", "told_line", "reach_line", "read_line", "passed_line", "follow_line", "safe_line", "named_line", "alert_line", "station", "station_label"];

    private readonly ImmutableDictionary<string, string> everyone = ImmutableDictionary<string, string>.Empty
        .Add("keep_months", service.KeepMonths.ToString(CultureInfo.InvariantCulture));

    private readonly ConcurrentDictionary<(Role, Tongue, bool, bool, string?, long), ImmutableDictionary<string, string>> sheets = [];

    /// <summary>The same for all people of a kind, so it is put together once for each kind.</summary>
    public ImmutableDictionary<string, string> Of(Person person) =>
        sheets.GetOrAdd((person.Role, person.Tongue, person.LanguageChosen, person.Registration is null, person.StationId, places.Edition), static (_, given) => given.Sheet.Make(given.Person), (Sheet: this, Person: person));

    private ImmutableDictionary<string, string> Make(Person person)
    {
        var facts = everyone
            .SetItem("role", person.Role == Role.Voter ? "citizen" : "observer")
            .SetItem("told_line", OnDuty("danger.told", "danger.noted", person.Tongue))
            .SetItem("reach_line", OnDuty("danger.reach", "danger.reach_nobody", person.Tongue))
            .SetItem("read_line", OnDuty("danger.read", "danger.read_nobody", person.Tongue))
            .SetItem("passed_line", OnDuty("danger.reached", "danger.reached_nobody", person.Tongue))
            .SetItem("follow_line", OnDuty("danger.follow", "danger.follow_nobody", person.Tongue))
            .SetItem("safe_line", OnDuty("danger.safe_told", "danger.safe_nobody", person.Tongue))
            .SetItem("alert_line", OnDuty("in_danger.alerts", "in_danger.nobody", person.Tongue))
            .SetItem("named_line", person.Registration is null ? "" : " " + library.Say("privacy.named", person.Tongue))
            .SetItem("duty_line", service.DutyPhone is { } phone ? library.Say("danger.phone", person.Tongue, ("phone", Bidi.Ltr(phone))) : "");
        if (person.LanguageChosen)
        {
            facts = facts.SetItem("language_chosen", person.Tongue.Code());
        }

        return person.StationId is { } station && places.ById(station) is { } place
            ? facts.SetItem("station", station).SetItem("station_label", place.Label(person.Tongue))
            : facts;
    }

    /// <summary>Whoever is in danger never reads that somebody follows while nobody is on duty: they would wait for help that does not come.</summary>
    private string OnDuty(string somebody, string nobody, Tongue tongue) => library.Say(service.SomebodyOnDuty ? somebody : nobody, tongue);
}

/// <summary>What the operator sets about the service itself.</summary>
/// <param name="KeepMonths">How long reports are kept after an election, in months.</param>
/// <param name="DutyPhone">The number that people in danger may call; null when there is none.</param>
/// <param name="SomebodyOnDuty">False when nobody is alerted: people are then not told that somebody was.</param>
public sealed record ServiceFacts(int KeepMonths, string? DutyPhone, bool SomebodyOnDuty);
