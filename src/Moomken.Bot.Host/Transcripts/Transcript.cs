using System.Collections.Immutable;
using System.Text;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Host.Transcripts;

/// <summary>A conversation as a file that a coordinator can read: who did what, and what they were shown.</summary>
/// <param name="Title">What the conversation shows.</param>
/// <param name="Channel">Name of the channel profile.</param>
/// <param name="Steps">In order.</param>
public sealed record Transcript(string Title, string Channel, ImmutableArray<TranscriptStep> Steps)
{
    public const string Citizen = "citizen";

    /// <summary>ar or en: the person has been through the first contact in it before the first step; null when the conversation begins with that.</summary>
    public string? Language { get; init; }

    /// <summary>citizen or observer.</summary>
    public string Role { get; init; } = Citizen;

    /// <summary>Id of the place where an observer is stationed.</summary>
    public string? Station { get; init; }

    /// <summary>Id of the place for which an invite was made; <c>{invite}</c> in an act is its code.</summary>
    public string? Invite { get; init; }

    public static Transcript Read(SourceFile source, List<Fault> faults)
    {
        var root = YamlEntry.Read(source, faults);
        var read = new Transcript(
            root.Required("title"),
            root.Required("channel"),
            [.. root["steps"].Children.Select(step => new TranscriptStep(step.Required("me"), Texts(step["bot"]), Texts(step["others"])))])
        {
            Language = root["language"].Text,
            Role = root["role"].Text ?? Citizen,
            Station = root["station"].Text,
            Invite = root["invite"].Text,
        };
        root.NothingElse();
        return read;
    }

    public string Write()
    {
        var yaml = new StringBuilder();
        yaml.Append("title: ").AppendLine(Quoted(Title));
        yaml.Append("channel: ").AppendLine(Channel);
        if (Language is not null)
        {
            yaml.Append("language: ").AppendLine(Language);
        }

        if (Role != Citizen)
        {
            yaml.Append("role: ").AppendLine(Role);
        }

        if (Station is not null)
        {
            yaml.Append("station: ").AppendLine(Quoted(Station));
        }

        if (Invite is not null)
        {
            yaml.Append("invite: ").AppendLine(Quoted(Invite));
        }

        yaml.AppendLine("steps:");
        foreach (var step in Steps)
        {
            yaml.Append("  - me: ").AppendLine(Quoted(step.Me));
            Messages(yaml, "bot", step.Bot);
            Messages(yaml, "others", step.Others);
        }

        return yaml.ToString().ReplaceLineEndings("\n");
    }

    private static ImmutableArray<string> Texts(YamlEntry entry) => entry.Exists ? [.. entry.Texts] : [];

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

/// <param name="Me">The act, in the words of <see cref="PlayedActs"/>.</param>
/// <param name="Bot">What the person was shown, one text a message, with the choices as the channel draws them.</param>
/// <param name="Others">What anybody else was shown because of it: coordinators on duty, neighbours. Each begins with the name.</param>
public sealed record TranscriptStep(string Me, ImmutableArray<string> Bot, ImmutableArray<string> Others);
