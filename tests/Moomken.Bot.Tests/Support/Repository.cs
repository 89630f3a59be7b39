namespace Moomken.Bot.Tests.Support;

/// <summary>Finds the files that ship, from wherever the tests run.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "Moomken.Bot.sln"))
        ? folder
        : Find(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("Moomken.Bot.sln is in no folder above the tests."));
}
