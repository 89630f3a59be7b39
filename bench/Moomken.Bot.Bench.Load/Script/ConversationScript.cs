using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moomken.Bot.Bench.Load.Script;

/// <summary>What every person of a run says: <see cref="Setup"/> once and uncounted, then <see cref="Turns"/> over and over.</summary>
public sealed class ConversationScript
{
    public ConversationScript(IReadOnlyList<ScriptStep> setup, IReadOnlyList<ScriptStep> turns)
    {
        Setup = setup;
        Turns = turns;
    }

    public IReadOnlyList<ScriptStep> Setup { get; }

    public IReadOnlyList<ScriptStep> Turns { get; }

    public int Length => Setup.Count + Turns.Count;

    public ScriptStep this[int position] => position < Setup.Count ? Setup[position] : Turns[position - Setup.Count];

    /// <summary>The position after <paramref name="position"/>; the end of the loop leads to its beginning.</summary>
    public int After(int position) => position + 1 == Length ? Setup.Count : position + 1;

    /// <exception cref="InvalidDataException">The file is not a script; the message says which step and why.</exception>
    public static ConversationScript Read(string path)
    {
        ScriptFile? file;
        try
        {
            file = JsonSerializer.Deserialize(File.ReadAllBytes(path), ScriptJson.Default.ScriptFile);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{path} is not a script: {fault.Message}", fault);
        }

        if (file?.Turns is not { Count: > 0 } turns)
        {
            throw new InvalidDataException($"{path} has no step in \"turns\".");
        }

        return new ConversationScript(Steps(path, "setup", file.Setup ?? []), Steps(path, "turns", turns));
    }

    private static ScriptStep[] Steps(string path, string list, List<StepLine> lines) =>
        [.. lines.Select((line, index) => ScriptStep.From(line, $"{path}, {list}[{index}]"))];
}

/// <summary>A script as it is written in its file.</summary>
internal sealed record ScriptFile(string? About, List<StepLine>? Setup, List<StepLine>? Turns);

/// <summary>A step as it is written: exactly one of text, press, photo and location.</summary>
/// <param name="Text">Sent as typed; <c>{serial}</c> becomes a number that never repeats.</param>
/// <param name="Press">A regular expression; the first button of the last reply whose label matches is pressed.</param>
/// <param name="Photo">True to send a photo.</param>
/// <param name="Location">Latitude and longitude.</param>
/// <param name="Replies">How many messages the bot answers this step with; 1 when left out.</param>
internal sealed record StepLine(string? Text, string? Press, bool Photo, double[]? Location, int Replies = 1);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ScriptFile))]
internal sealed partial class ScriptJson : JsonSerializerContext;
