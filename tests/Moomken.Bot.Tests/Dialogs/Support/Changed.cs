using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Tests.Dialogs.Support;

/// <summary>The shipped files with one passage changed: what a slip of the keyboard does.</summary>
public static class Changed
{
    public static (DialogLibrary Library, IReadOnlyList<Fault> Faults) Read(params (string File, string From, string To)[] changes) =>
        Read(StandInFunctions.Make(), changes);

    public static (DialogLibrary Library, IReadOnlyList<Fault> Faults) Read(DialogFunctions functions, params (string File, string From, string To)[] changes) =>
        Read([RepositoryFiles.Dialogs, RepositoryFiles.Forms, RepositoryFiles.Texts], functions, changes);

    /// <summary>The same on the sample: files that stay as they are, so that a fault's line does not move with every text that is shipped.</summary>
    public static (DialogLibrary Library, IReadOnlyList<Fault> Faults) Sample(params (string File, string From, string To)[] changes) =>
        Read(
            [RepositoryFiles.Of("Sample/dialogs", "dialogs"), RepositoryFiles.Of("Sample/content/forms", "content/forms"), RepositoryFiles.Of("Sample/content/texts", "content/texts")],
            SampleFunctions.Make(),
            changes);

    private static (DialogLibrary Library, IReadOnlyList<Fault> Faults) Read(
        IReadOnlyList<SourceFile>[] lists, DialogFunctions functions, (string File, string From, string To)[] changes)
    {
        var untouched = changes.Select(change => change.File).ToHashSet(StringComparer.Ordinal);
        var files = lists.Select(list => list.Select(file => Applied(file, changes, untouched)).ToList()).ToList();
        return untouched.Count == 0
            ? DialogLibrary.Read(files[0], files[1], files[2], functions)
            : throw new ArgumentException($"No such file: {string.Join(", ", untouched)}", nameof(changes));
    }

    private static SourceFile Applied(SourceFile file, IEnumerable<(string File, string From, string To)> changes, HashSet<string> untouched)
    {
        foreach (var (_, from, to) in changes.Where(change => change.File == file.Path))
        {
            untouched.Remove(file.Path);
            if (!file.Text.Contains(from, StringComparison.Ordinal))
            {
                throw new ArgumentException($"{file.Path} does not hold '{from}'.", nameof(changes));
            }

            file = file with { Text = file.Text.Replace(from, to, StringComparison.Ordinal) };
        }

        return file;
    }
}
