using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Definition;

/// <summary>Reads one file of <c>dialogs/</c>.</summary>
public static class DialogReader
{
    /// <summary>Words that YAML 1.1 parsers turn into booleans: never ids, or a file would mean different things to different tools.</summary>
    private static readonly HashSet<string> Booleans =
        new(["yes", "no", "on", "off", "y", "n", "true", "false", "null", "~"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Null when nothing of the file could be read.</summary>
    public static DialogDefinition? Read(SourceFile source, List<Fault> faults)
    {
        var root = YamlEntry.Read(source, faults);
        if (!root.Exists)
        {
            return null;
        }

        var spec = root["spec"].Number(0, 0, 1_000);
        if (spec != DialogDefinition.Spec)
        {
            root.Fault($"'spec' must be {DialogDefinition.Spec}, the format that this program reads.");
        }

        var entry = root["entry"];
        var expire = root["expire"];
        var migrate = root["migrate"];
        var definition = new DialogDefinition
        {
            Name = Id(root["dialog"], root.Required("dialog")),
            File = source.Path,
            Version = root["version"].Number(1, 1, 10_000),
            Start = root.Required("start"),
            Commands = [.. entry["commands"].Texts],
            EntryLine = entry.Line,
            Words = [.. entry["words"].Texts],
            Cancel = root["cancel"].Text,
            ExpireIdle = expire["idle"].Span(),
            ExpireGoto = expire["goto"].Text,
            MaxTurns = root["turns"].Number(200, 5, 1_000),
            ResumeAfter = root["resume_after"].Span() ?? TimeSpan.FromHours(6),
            States = StateReader.States(root["states"]),
            Migrate = Migrations(migrate["from"]),
            Lost = migrate["lost"].Text,
        };
        entry.NothingElse();
        expire.NothingElse();
        migrate.NothingElse();
        root.NothingElse();
        return definition;
    }

    public static ChoiceSource Choices(YamlEntry choices)
    {
        if (!choices.Exists)
        {
            return ChoiceSource.None;
        }

        if (choices.IsMap)
        {
            var source = new ChoiceSource([.. choices["also"].Texts.Select(id => Id(choices, id))], choices.Required("from"));
            choices.NothingElse();
            return source;
        }

        return new ChoiceSource([.. choices.Texts.Select(id => Id(choices, id))], null);
    }

    public static ReminderDefinition Reminder(YamlEntry reminder)
    {
        var read = new ReminderDefinition(reminder["after"].Span() ?? TimeSpan.FromMinutes(30), reminder.Required("say"));
        reminder.NothingElse();
        return read;
    }

    private static ImmutableDictionary<int, ImmutableDictionary<string, string>> Migrations(YamlEntry from)
    {
        var versions = ImmutableDictionary.CreateBuilder<int, ImmutableDictionary<string, string>>();
        foreach (var version in from.Children)
        {
            if (!int.TryParse(version.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                version.Fault($"'{version.Name}' must be the number of an older version.");
                continue;
            }

            versions[number] = version.Children.ToImmutableDictionary(map => map.Name, map => map.Text ?? "");
        }

        return versions.ToImmutable();
    }

    public static string Id(YamlEntry where, string id)
    {
        if (Booleans.Contains(id))
        {
            where.Fault($"'{id}' cannot be an id: YAML tools read it as true or false. Use a word such as agree or decline.");
        }
        else if (id.Any(c => !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')))
        {
            where.Fault($"'{id}' cannot be an id: only lower-case Latin letters, digits and _ are used in ids.");
        }

        return id;
    }
}
