using System.CommandLine;
using System.Globalization;
using Moomken.Bot.Host.Operations;
using Moomken.Bot.Incidents;

namespace Moomken.Bot.Host.Commands;

/// <summary><c>audit list</c>: who took out what names people, and why.</summary>
internal static class AuditCommand
{
    public static Command Create(Operate operate)
    {
        var since = new Option<string?>("--since") { Description = "First day, in Libya: YYYY-MM-DD. Default: all." };
        since.Validators.Add(result =>
        {
            if (result.Tokens is [.., var given] && Day(given.Value) is null)
            {
                result.AddError($"--since is \"{given.Value}\"; it must be a day such as 2026-11-23.");
            }
        });
        var list = new Command("list", "Lists the audit: time, who, role, what, how many, why.") { since };
        list.SetAction((parsed, cancellation) =>
            operate(AuditOperations.List.Asked(new AuditChoice(Day(parsed.GetValue(since))), OperatorConsole.Of(parsed)), cancellation));
        return new Command("audit", "Who took out what names people, and why.") { list };
    }

    private static DateTimeOffset? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? new DateTimeOffset(day, TimeOnly.MinValue, IncidentExport.LibyaTime)
        : null;
}
