using System.CommandLine;
using System.CommandLine.Parsing;
using Moomken.Bot.Observers;

namespace Moomken.Bot.Host.Commands;

/// <summary>What <c>import</c> is told.</summary>
internal sealed class ImportArguments
{
    private const string All = "all";

    private readonly Argument<FileInfo> file = new("FILE") { Description = "A table saved as CSV UTF-8, with headings in Arabic or English." };

    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Says what would be new, changed and unchanged, and writes nothing." };

    private readonly Option<string[]> reissue = new("--reissue")
    { Description = "A new code for this number in the file (may be repeated), or \"all\" for everybody in it who has not joined.", AllowMultipleArgumentsPerToken = false };

    private readonly Option<string> target = new("--out") { Description = "File to make with the codes, readable by you alone. Default: a new file in this folder." };

    private readonly Option<string> bot = new("--telegram-bot") { Description = "The bot's name on Telegram, for links. Default: the handle named Telegram of WebChat__Handles." };

    public void AddTo(Command command)
    {
        command.Add(file);
        command.Add(dryRun);
        command.Validators.Add(CheckFile);
    }

    public void AddInvitesTo(Command command)
    {
        command.Add(reissue);
        command.Add(target);
        command.Add(bot);
        command.Validators.Add(CheckInvites);
    }

    public bool IsDryRun(ParseResult parsed) => parsed.GetValue(dryRun);

    public FileStream Open(ParseResult parsed) => parsed.GetValue(file)!.OpenRead();

    public string? Bot(ParseResult parsed) => parsed.GetValue(bot)?.TrimStart('@');

    public ObserverWish Wish(ParseResult parsed, int days)
    {
        var numbers = parsed.GetValue(reissue) ?? [];
        return new ObserverWish
        {
            DryRun = IsDryRun(parsed),
            ReissueAll = numbers.Contains(All),
            Reissue = [.. numbers.Where(number => number != All).Select(number => ObserverSheet.Number(number)!)],
            Lasts = TimeSpan.FromDays(days),
        };
    }

    public string Target(ParseResult parsed, string name) => Path.GetFullPath(parsed.GetValue(target) ?? name);

    private void CheckFile(CommandResult result)
    {
        if (result.GetResult(file) is { Tokens: [.., var given] } && !File.Exists(given.Value))
        {
            result.AddError($"There is no file {given.Value}.");
        }
    }

    private void CheckInvites(CommandResult result)
    {
        foreach (var number in (result.GetResult(reissue)?.Tokens ?? []).Select(token => token.Value))
        {
            if (number != All && ObserverSheet.Number(number) is null)
            {
                result.AddError($"--reissue is \"{number}\"; it must be a phone number of the file, or all.");
            }
        }

        if (result.GetResult(target) is { Tokens: [.., var path] } && (File.Exists(path.Value) || Directory.Exists(path.Value)))
        {
            result.AddError($"--out: {path.Value} is there already and is not overwritten; give another name.");
        }
        else if (result.GetResult(target) is { Tokens: [.., var file] } && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file.Value))))
        {
            result.AddError($"--out: the folder of {file.Value} does not exist; make it first.");
        }
    }
}
