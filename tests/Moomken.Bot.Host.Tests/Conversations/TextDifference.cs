namespace Moomken.Bot.Host.Tests.Conversations;

/// <summary>Where two conversations part, with the lines around it.</summary>
internal static class TextDifference
{
    private const int Around = 6;

    public static string Show(string file, string written, string played)
    {
        var (expected, actual) = (written.Split('\n'), played.Split('\n'));
        var line = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"{file}:{line + 1} goes otherwise now.\nUp to here:\n{Lines(expected, line - Around, Around)}\nWritten:\n{Lines(expected, line, Around)}\nPlayed:\n{Lines(actual, line, Around)}\n"
            + "If this is meant, run the tests once with UPDATE_TRANSCRIPTS=1 and read what changed.";
    }

    private static string Lines(string[] lines, int from, int count) =>
        string.Join('\n', lines.Skip(Math.Max(0, from)).Take(from < 0 ? count + from : count).Select(line => "  | " + line));
}
