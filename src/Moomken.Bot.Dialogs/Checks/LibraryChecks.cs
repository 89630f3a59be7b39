using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Checks;

/// <summary>Everything that can be wrong with the files as a whole. All of it is found in one run; a file a check, by the name of what it finds.</summary>
internal static class LibraryChecks
{
    /// <summary>What can be said of each file by itself.</summary>
    private static readonly Func<DialogLibrary, IEnumerable<Fault>>[] Within =
    [
        OutcomesAndRoutes.Find,
        WaysThrough.Find,
        EndlessLoops.Find,
        StateKeys.Find,
        FormFields.Find,
        LineTags.Find,
        Timers.Find,
        Migrations.Find,
        SmsLengths.Find,
        SameWords.Find,
        DangerWords.Find,
    ];

    /// <summary>What one file says of another: only when every file could be read.</summary>
    private static readonly Func<DialogLibrary, IEnumerable<Fault>>[] Across =
    [
        UnknownNames.Find,
        ChoiceLabels.Find,
        MissingTexts.Find,
        TextPlaces.Find,
    ];

    /// <param name="library">Everything that could be read.</param>
    /// <param name="soFar">What was wrong in reading: a file that is half read says too little about what it uses.</param>
    public static IEnumerable<Fault> Run(DialogLibrary library, IReadOnlyCollection<Fault> soFar)
    {
        var checks = Within
            .Concat(soFar.Any(fault => fault.Unreadable) ? [] : Across)
            .Concat(soFar.Count > 0 ? [] : new Func<DialogLibrary, IEnumerable<Fault>>[] { UnusedTexts.Find });
        return [.. checks.SelectMany(check => check(library)).Distinct()];
    }
}
