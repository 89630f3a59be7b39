using System.CommandLine;

namespace Moomken.Bot.Host.Operations;

/// <summary>The operator at this process's own console.</summary>
/// <param name="lines">Standard output.</param>
/// <param name="faults">Standard error.</param>
/// <param name="target">The path of a file with the given name; by default in the current folder.</param>
/// <param name="input">The file that the operator hands in; null for none.</param>
internal sealed class OperatorConsole(TextWriter lines, TextWriter faults, Func<string, string>? target = null, Stream? input = null) : IOperatorOutput
{
    public static OperatorConsole Of(ParseResult parsed, Func<string, string>? target = null, Stream? input = null) =>
        new(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, target, input);

    public Stream Input => input ?? Stream.Null;

    public Task LineAsync(string text) => lines.WriteLineAsync(text);

    public Task FaultAsync(string text) => faults.WriteLineAsync(text);

    public async Task FileAsync(string name, string said, Func<Stream, Task> write)
    {
        // A name that came over the socket must not lead out of the folder.
        var path = target?.Invoke(Path.GetFileName(name)) ?? Path.GetFullPath(Path.GetFileName(name));
        await WholeFile.WriteAsync(path, write);
        await LineAsync($"{said} written to {path}");
    }
}
