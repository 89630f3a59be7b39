using System.Collections.Immutable;
using System.Text;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Host.Transcripts;

/// <summary>A conversation as a file that a coordinator can read: who did what, and what they were shown.</summary>
/// <param name="Title">What the conversation shows.</param>
/// <param name="Channel">Name of the channel profile.</param>
/// <param name="Role">citizen or observer.</param>
/// <param name="Steps">In order.</param>
public sealed record Transcript(string Title, string Channel, string Role, ImmutableArray<TranscriptStep> Steps)
{
    public static Transcript Read(SourceFile source, List<Fault> faults)
    {
        var root = YamlEntry.Read(source, faults);
        var read = new Transcript(
            root.Required("title"),
            root.Required("channel"),
            root["role"].Text ?? "citizen",
            [.. root["steps"].Children.Select(step => new TranscriptStep(
                step.Required("me"), [.. step["bot"].Texts], step["duty"].Exists ? [.. step["duty"].Texts] : []))]);
        root.NothingElse();
        return read;
    }

    public string Write()
    {
        var yaml = new StringBuilder();
        yaml.Append("title: ").AppendLine(Quoted(Title));
        yaml.Append("channel: ").AppendLine(Channel);
        yaml.Append("role: ").AppendLine(Role);
        yaml.AppendLine("steps:");
        foreach (var step in Steps)
        {
            yaml.Append("  - me: ").AppendLine(Quoted(step.Me));
            Messages(yaml, "bot", step.Bot);
            Messages(yaml, "duty", step.Duty);
        }

        return yaml.ToString().ReplaceLineEndings("\n");
    }

    private static void Messages(StringBuilder yaml, string who, ImmutableArray<string> messages)
    {
        if (messages.IsEmpty)
        {
            return;
        }

        yaml.AppendLine($"    {who}:");
        foreach (var message in messages)
        {
            yaml.AppendLine("      - |-");
            foreach (var line in message.Split('\n'))
            {
                yaml.AppendLine(line.Length == 0 ? "" : $"        {line}");
            }
        }
    }

    private static string Quoted(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "\"";
}

/// <param name="Me">The act, in the words of <see cref="PlayedPerson"/>.</param>
/// <param name="Bot">What the person was shown, one text a message, with the choices as the channel draws them.</param>
/// <param name="Duty">What the coordinators on duty were shown.</param>
public sealed record TranscriptStep(string Me, ImmutableArray<string> Bot, ImmutableArray<string> Duty);
