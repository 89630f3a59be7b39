using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Tests.Dialogs.Support;

/// <summary>The files of this repository as they are now, found upwards from the tests.</summary>
public static class RepositoryFiles
{
    public static readonly string Root = FindRoot();

    public static IReadOnlyList<SourceFile> Dialogs => Under("dialogs");

    public static IReadOnlyList<SourceFile> Forms => Under("content/forms");

    public static IReadOnlyList<SourceFile> Texts => Under("content/texts");

    /// <summary>Files of the tests' own, shown under another folder's name.</summary>
    public static IReadOnlyList<SourceFile> Of(string folder, string shown) => Under(Path.Combine("tests/Moomken.Bot.Tests/Dialogs", folder), shown);

    private static List<SourceFile> Under(string folder, string? shown = null) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.yaml", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile($"{shown ?? folder}/{Path.GetRelativePath(Path.Combine(Root, folder), path).Replace('\\', '/')}", File.ReadAllText(path))),
    ];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Moomken.Bot.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests lie outside of the repository: no Moomken.Bot.sln above them.");
    }
}
