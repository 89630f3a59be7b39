using Moomken.Bot.Dialogs.Yaml;
namespace Moomken.Bot.Dialogs.Checks;
internal static class LibraryChecks
{
    public static IEnumerable<Fault> Run(DialogLibrary library) => [];
}
