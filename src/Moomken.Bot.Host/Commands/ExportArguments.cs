using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Host.Exports;
using Moomken.Bot.Incidents;

namespace Moomken.Bot.Host.Commands;

/// <summary>What <c>export incidents</c> is told, with every fault of it found before anything is opened.</summary>
internal sealed class ExportArguments
{
    private readonly Option<string> format = new("--format")
    { Description = "csv, xlsx, geojson or json. Must be given." };

    private readonly Option<string> language = new("--language")
    { Description = "ar or en: headers, labels and the direction of the sheet.", DefaultValueFactory = _ => "ar" };

    private readonly Option<string> since = new("--since") { Description = "First day, in Libya, on which a report came in: YYYY-MM-DD." };

    private readonly Option<string> until = new("--until") { Description = "Last such day, that day included: YYYY-MM-DD." };

    private readonly Option<string> target = new("--out")
    { Description = "File to make, or a folder for a file whose name says what it holds. Default: this folder." };

    private readonly Option<bool> allVersions = new("--all-versions") { Description = "Every version of every report instead of the latest." };

    private readonly Option<bool> withNames = new("--with-names")
    { Description = "With names, contacts and exact places. Needs --role and --reason; a line is written to the audit first." };

    private readonly Option<string> role = new("--role") { Description = "The role under which you may see names." };

    private readonly Option<string> reason = new("--reason") { Description = "Why you need them." };

    public void AddTo(Command command)
    {
        Option[] all = [format, language, since, until, target, allVersions, withNames, role, reason];
        Array.ForEach(all, command.Add);

        // One check over all: the parser skips the checks of single options as soon as one of the command fails, and
        // whoever types this should see every fault at once.
        command.Validators.Add(Check);
    }

    public ExportFormat Format(ParseResult parsed) => ExportFormat.Named(parsed.GetValue(format))!;

    /// <summary>The file to make: as given, or in the given folder or this one under the name that says what it holds.</summary>
    public string Target(ParseResult parsed, string name) => parsed.GetValue(target) switch
    {
        null => Path.GetFullPath(name),
        var folder when Directory.Exists(folder) => Path.Combine(Path.GetFullPath(folder), name),
        var file => Path.GetFullPath(file),
    };

    public ExportRequest Request(ParseResult parsed) => new()
    {
        Tongue = Tongues.Parse(parsed.GetValue(language)) ?? Tongue.Arabic,
        Since = Day(parsed.GetValue(since)),
        Until = Day(parsed.GetValue(until)),
        AllVersions = parsed.GetValue(allVersions),
        Names = parsed.GetValue(withNames)
            ? new ExportLeave("command line", parsed.GetValue(role)!.Trim(), parsed.GetValue(reason)!.Trim())
            : null,
    };

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private void Check(CommandResult result)
    {
        Expect(result, format, ExportFormat.Named(Given(result, format)) is not null, "one of csv, xlsx, geojson, json");
        Expect(result, language, Given(result, language) is null or "ar" or "en", "ar or en");
        foreach (var day in new[] { since, until })
        {
            Expect(result, day, Given(result, day) is null || Day(Given(result, day)) is not null, "a day such as 2026-11-23");
        }

        if (Day(Given(result, since)) > Day(Given(result, until)))
        {
            result.AddError($"--since {Given(result, since)} is after --until {Given(result, until)}; nothing can lie between them.");
        }

        CheckTarget(result);
        CheckNames(result);
    }

    private void CheckTarget(CommandResult result)
    {
        if (Given(result, target) is not { } path)
        {
            return;
        }

        if (string.IsNullOrWhiteSpace(path))
        {
            result.AddError("--out is empty; give a file or a folder.");
        }
        else if (File.Exists(path))
        {
            result.AddError($"--out: {path} is there already and is not overwritten; give another name or remove it.");
        }
        else if (!Directory.Exists(path) && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
        {
            result.AddError($"--out: the folder of {path} does not exist; make it first.");
        }
    }

    private void CheckNames(CommandResult result)
    {
        var named = result.GetResult(withNames) is { Implicit: false };
        foreach (var option in new[] { role, reason })
        {
            if (named && string.IsNullOrWhiteSpace(Given(result, option)))
            {
                result.AddError($"--with-names needs {option.Name} with a text.");
            }
            else if (!named && Given(result, option) is not null)
            {
                result.AddError($"{option.Name} is only for --with-names.");
            }
        }
    }

    private static void Expect(CommandResult result, Option<string> option, bool good, string expected)
    {
        if (!good)
        {
            result.AddError(Given(result, option) is { } given
                ? $"{option.Name} is \"{given}\"; it must be {expected}."
                : $"{option.Name} is missing; it must be {expected}.");
        }
    }

    private static string? Given(CommandResult result, Option<string> option) =>
        result.GetResult(option) is { Tokens: [.., var last] } ? last.Value : null;
}
