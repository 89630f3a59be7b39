namespace Moomken.Bot.Host.Settings;

/// <summary>Where <c>dialogs</c> and <c>content</c> lie: above the folder that the program was started in, else beside the program.</summary>
internal static class ProjectFolder
{
    public static string Find() => Above(Directory.GetCurrentDirectory()) ?? Above(AppContext.BaseDirectory) ?? Directory.GetCurrentDirectory();

    private static string? Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "dialogs")) && Directory.Exists(Path.Combine(folder.FullName, "content")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
