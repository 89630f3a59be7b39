using System.Globalization;
using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Incidents;
using Moomken.Bot.Places;
using Moomken.Bot.Requests;

namespace Moomken.Bot.Duty;

/// <summary>What a coordinator on duty reads: the case and how bad it is, never who reported it.</summary>
public sealed class DutyTexts(DialogLibrary library, IncidentCatalogue catalogue, Gazetteer places)
{
    private const int LongestExcerpt = 400;

    /// <summary>The whole case as it is known now: whoever is told later reads the additions too.</summary>
    public string Of(Incident incident, Tongue tongue)
    {
        var latest = incident.Latest;
        var words = incident.Versions.Where(version => version.Source != IncidentAdditions.Safe).Select(version => version.Text).OfType<string>().Distinct();
        return library.Say(
            latest.InDanger ? "duty.danger" : "duty.incident",
            tongue,
            ("code", Bidi.Ltr(incident.ShownCode)),
            ("severity", Severities.Label(latest.Severity, tongue)),
            ("what", What(latest, tongue) ?? library.Say("duty.unknown", tongue)),
            ("where", Where(latest, tongue)),
            ("text", Excerpt(string.Join('\n', words), tongue)),
            ("files", Files(incident.Versions.SelectMany(version => version.Evidence).Distinct().Count(), tongue)),
            ("reporter", library.Say(incident.Reporter == ReporterKind.Observer ? "duty.observer" : "duty.citizen", tongue))).TrimEnd();
    }

    /// <summary>Without a place of their own telling, an observer's post: it is called that, since they may be elsewhere.</summary>
    private string Where(IncidentVersion latest, Tongue tongue) =>
        places.Shown(latest.PlaceId, latest.PlaceText, tongue) is { } place ? Bidi.Isolate(place)
        : latest.Post is { } id && places.ById(id) is { } post ? library.Say("duty.post", tongue, ("place", Bidi.Isolate(post.Label(tongue))))
        : library.Say("duty.unknown", tongue);

    /// <summary>Only what the last version added.</summary>
    public string OfAddition(Incident incident, Tongue tongue)
    {
        var latest = incident.Latest;
        var files = Files(latest.Evidence.Length, tongue);
        var text = latest.Source == IncidentAdditions.Safe ? library.Say("duty.now_safe", tongue)
            : latest.Typed is not null ? Changed(latest, tongue)
            : latest.Text is null && files.Length > 0 ? files
            : $"{Excerpt(latest.Text, tongue)}\n{files}";
        return library.Say("duty.addition", tongue, ("code", Bidi.Ltr(incident.ShownCode)), ("text", text)).TrimEnd();
    }

    /// <summary>Of a one-line report any field may be new: all of them are told.</summary>
    private string Changed(IncidentVersion version, Tongue tongue)
    {
        var where = places.Shown(version.PlaceId, version.PlaceText, tongue);
        return string.Join('\n', new[] { What(version, tongue), where is null ? null : Bidi.Isolate(where), version.Text is null ? null : Excerpt(version.Text, tongue) }.OfType<string>());
    }

    private string? What(IncidentVersion version, Tongue tongue) =>
        catalogue.Subtype(version.Subtype)?.Label.Full(tongue) ?? catalogue.Category(version.Category)?.Label.Full(tongue);

    public string Of(HandoverRequest request, Tongue tongue) =>
        library.Say("duty.request", tongue, ("code", Bidi.Ltr(CaseCode.Shown(request.Code))), ("text", request.Words is null ? "" : Excerpt(request.Words, tongue))).TrimEnd();

    private string Files(int count, Tongue tongue) =>
        count == 0 ? "" : library.Say("duty.files", tongue, ("count", count.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Of a long story the end is shown: it is the newest.</summary>
    private string Excerpt(string? text, Tongue tongue)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return library.Say("duty.no_words", tongue);
        }

        var from = text.Length - LongestExcerpt;
        return Bidi.Isolate(from <= 0 ? text : "…" + text[(char.IsLowSurrogate(text[from]) ? from + 1 : from)..]);
    }
}
