using System.CommandLine;

namespace Moomken.Bot.Host.Commands;

/// <summary><c>--out</c>: the folder for files that a command makes under names of its own.</summary>
internal static class TargetOption
{
    public static Option<string> Folder()
    {
        var folder = new Option<string>("--out") { Description = "Folder for the files. Default: this folder." };
        folder.Validators.Add(result =>
        {
            if (result.Tokens is [.., var given] && !Directory.Exists(given.Value))
            {
                result.AddError($"--out: there is no folder {given.Value}; make it first.");
            }
        });
        return folder;
    }

    public static Func<string, string> Of(ParseResult parsed, Option<string> folder) => name => Path.Combine(Path.GetFullPath(parsed.GetValue(folder) ?? "."), name);
}
