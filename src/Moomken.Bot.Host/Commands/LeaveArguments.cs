using System.CommandLine;
using System.CommandLine.Parsing;
using Moomken.Bot.Host.Operations;

namespace Moomken.Bot.Host.Commands;

/// <summary>What a command that opens something sealed must be told. Both are written down before anything is opened.</summary>
internal sealed class LeaveArguments
{
    private readonly Option<string> role = new("--role") { Description = "The role under which you may see it. Must be given." };

    private readonly Option<string> reason = new("--reason") { Description = "Why you need it. Must be given; it is kept for ever." };

    public void AddTo(Command command)
    {
        command.Add(role);
        command.Add(reason);
        command.Validators.Add(Check);
    }

    public Leave Of(ParseResult parsed) => new(parsed.GetValue(role)!.Trim(), parsed.GetValue(reason)!.Trim());

    private void Check(CommandResult result)
    {
        foreach (var option in new[] { role, reason })
        {
            if (result.GetResult(option) is not { Tokens: [.., var given] } || string.IsNullOrWhiteSpace(given.Value))
            {
                result.AddError($"{option.Name} is missing: what you see is written down with a role and a reason.");
            }
        }
    }
}
