namespace Moomken.Bot.Host.Tests.Channels.WebChat.Browser;

internal static class Repository
{
    /// <summary>The checkout that this test was built from.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Moomken.Bot.sln")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException(
            "The tests must run from within the checkout: they need tests/node-webchat and write to tests/artifacts."));
}
