using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Checks;

/// <summary>Everything that can be wrong with the files as a whole. All of it is found in one run; a file a check, by the name of what it finds.</summary>
internal static class LibraryChecks
{
    private static readonly Func<DialogLibrary, IEnumerable<Fault>>[] All =
    [
        UnknownNames.Find,
        OutcomesAndRoutes.Find,
        WaysThrough.Find,
        EndlessLoops.Find,
        StateKeys.Find,
        FormFields.Find,
        Timers.Find,
        Migrations.Find,
        ChoiceLabels.Find,
        MissingTexts.Find,
        UnusedTexts.Find,
        TextPlaces.Find,
        SmsLengths.Find,
        SameWords.Find,
    ];

    public static IEnumerable<Fault> Run(DialogLibrary library) => All.SelectMany(check => check(library)).Distinct();
}
