using System.CommandLine;
using Moomken.Bot.Incidents;

namespace Moomken.Bot.Host.Commands;

/// <summary>A case code, as people write it.</summary>
internal static class CodeArgument
{
    public static Argument<string> Create(string of)
    {
        var code = new Argument<string>("code") { Description = $"Code of the {of}, such as 7K2M-9QXD." };
        code.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && CaseCode.Read(given.Value) is null)
            {
                result.AddError($"\"{given.Value}\" is no code; it has eight letters and digits, such as 7K2M-9QXD.");
            }
        });
        return code;
    }

    public static string Of(ParseResult parsed, Argument<string> code) => CaseCode.Read(parsed.GetValue(code)!)!;
}
