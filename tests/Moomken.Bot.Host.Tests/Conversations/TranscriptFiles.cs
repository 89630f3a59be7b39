using Moomken.Bot.Dialogs.Yaml;
using Moomken.Bot.Host.Transcripts;
using Moomken.Bot.Tests.Support;

namespace Moomken.Bot.Host.Tests.Conversations;

/// <summary>The files of tests/conversations.</summary>
internal static class TranscriptFiles
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "conversations");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/')).Order(StringComparer.Ordinal);

    public static string PathOf(string name) => Path.Combine(Folder, name);

    public static string Text(string name) => File.ReadAllText(PathOf(name)).ReplaceLineEndings("\n");

    public static Transcript Read(string name)
    {
        var faults = new List<Fault>();
        var transcript = Transcript.Read(new SourceFile(name, Text(name)), faults);
        return faults.Count == 0 ? transcript : throw new InvalidDataException(string.Join('\n', faults));
    }
}
