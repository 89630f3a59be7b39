using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Incidents;
using Moomken.Bot.Requests;

namespace Moomken.Bot.Duty;

/// <summary>What a coordinator on duty reads: the case and how bad it is, never who reported it.</summary>
public sealed class DutyTexts(DialogLibrary library, IncidentCatalogue catalogue)
{
    private const int LongestExcerpt = 400;

    public string Of(Incident incident, Tongue tongue)
    {
        var latest = incident.Latest;
        return library.Say(
            latest.InDanger ? "duty.danger" : "duty.incident",
            tongue,
            ("code", Bidi.Ltr(incident.ShownCode)),
            ("severity", Severities.Label(latest.Severity, tongue)),
            ("what", catalogue.Subtype(latest.Subtype)?.Label.Full(tongue) ?? catalogue.Category(latest.Category)?.Label.Full(tongue) ?? library.Say("duty.unknown", tongue)),
            ("where", latest.PlaceText is { } place ? Bidi.Isolate(place) : library.Say("duty.unknown", tongue)),
            ("text", Excerpt(latest.Text, tongue)),
            ("files", latest.Evidence.Length == 0 ? "" : library.Say("duty.files", tongue, ("count", Count(latest.Evidence.Length)))),
            ("reporter", library.Say(incident.Reporter == ReporterKind.Observer ? "duty.observer" : "duty.citizen", tongue)));
    }

    public string Of(HandoverRequest request, Tongue tongue) =>
        library.Say("duty.request", tongue, ("code", Bidi.Ltr(IncidentActions.Shown(request.Code))), ("text", Excerpt(request.Words, tongue)));

    private string Excerpt(string? text, Tongue tongue)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return library.Say("duty.no_words", tongue);
        }

        var cut = text.Length > LongestExcerpt ? text[..(char.IsHighSurrogate(text[LongestExcerpt - 1]) ? LongestExcerpt - 1 : LongestExcerpt)] + "…" : text;
        return Bidi.Isolate(cut);
    }

    private static string Count(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
