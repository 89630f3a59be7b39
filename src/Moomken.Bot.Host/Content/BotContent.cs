using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Yaml;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Incidents;
using Moomken.Bot.Places;

namespace Moomken.Bot.Host.Content;

/// <summary>Everything of <c>dialogs/</c> and <c>content/</c>, read whole at start and checked whole: no fault hides behind another.</summary>
public sealed record BotContent(
    DialogLibrary Library, DialogFunctions Functions, IncidentCatalogue Catalogue, Gazetteer Places, IReadOnlyList<string> Faults)
{
    public static BotContent Read(MoomkenOptions options)
    {
        var missing = MissingFolders(options).ToList();
        var faults = new List<string>();
        var catalogueFile = Path.Combine(options.ContentDirectory, "incidents.yaml");
        var catalogue = IncidentCatalogueReader.Read(TextOf(catalogueFile), "content/incidents.yaml");
        faults.AddRange(catalogue.Faults.Select(fault => fault.ToString()));
        var (places, placeFaults) = PlaceFiles.Load(Path.Combine(options.ContentDirectory, "places"));
        faults.AddRange(placeFaults.Select(fault => $"content/places/{fault}"));

        var incidents = catalogue.Catalogue ?? IncidentCatalogue.Empty;
        var functions = new DialogFunctions();
        BotFunctions.Register(functions, incidents, places);
        var (library, dialogFaults) = DialogLibrary.Read(
            Files(options.DialogsDirectory, "dialogs", "*.yaml", SearchOption.TopDirectoryOnly),
            Files(Path.Combine(options.ContentDirectory, "forms"), "content/forms", "*.yaml", SearchOption.TopDirectoryOnly),
            Files(Path.Combine(options.ContentDirectory, "texts"), "content/texts", "*.yaml", SearchOption.AllDirectories),
            functions);
        faults.AddRange(dialogFaults.Select(fault => fault.ToString()));

        // What lies in a folder that is not there is all missing: a hundred lines that would hide the one that helps.
        return new BotContent(library, functions, incidents, places, missing.Count > 0 ? missing : faults);
    }

    private static IEnumerable<string> MissingFolders(MoomkenOptions options) =>
        from setting in new[] { (Name: "ContentDirectory", Folder: options.ContentDirectory), (Name: "DialogsDirectory", Folder: options.DialogsDirectory) }
        where !Directory.Exists(setting.Folder)
        select $"Moomken__{setting.Name}: there is no folder {setting.Folder}. Name the folder that came with the program, or start it from there.";

    private static string TextOf(string path) => File.Exists(path) ? File.ReadAllText(path) : "";

    private static IEnumerable<SourceFile> Files(string folder, string shown, string pattern, SearchOption depth) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, pattern, depth).Order(StringComparer.Ordinal)
            .Select(path => new SourceFile($"{shown}/{Path.GetRelativePath(folder, path).Replace('\\', '/')}", File.ReadAllText(path)))
        : [];
}
