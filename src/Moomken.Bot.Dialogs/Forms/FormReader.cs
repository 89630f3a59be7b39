using Moomken.Bot.Dialogs.Definition;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Forms;

/// <summary>Reads one file of <c>content/forms/</c>.</summary>
public static class FormReader
{
    private static readonly Dictionary<string, FieldType> Types = new(StringComparer.Ordinal)
    {
        ["choice"] = FieldType.Choice,
        ["multi"] = FieldType.Multi,
        ["yes_no"] = FieldType.YesNo,
        ["count"] = FieldType.Count,
        ["number"] = FieldType.Number,
        ["code"] = FieldType.Code,
        ["text"] = FieldType.Text,
        ["time"] = FieldType.Time,
        ["date"] = FieldType.Date,
        ["place"] = FieldType.Place,
        ["station"] = FieldType.Station,
        ["location"] = FieldType.Location,
        ["story"] = FieldType.Story,
    };

    /// <summary>Null when nothing of the file could be read.</summary>
    public static FormDefinition? Read(SourceFile source, List<Fault> faults)
    {
        var root = YamlEntry.Read(source, faults);
        if (!root.Exists)
        {
            return null;
        }

        var form = new FormDefinition
        {
            Name = DialogReader.Id(root["form"], root.Required("form")),
            File = source.Path,
            Version = root["version"].Number(1, 1, 10_000),
            Code = root.Required("code"),
            Words = [.. root["words"].Texts],
            Untagged = [.. root["untagged"].Texts],
            Fields = [.. root["fields"].Children.Select(Field)],
            Remind = [.. root["remind"].Children.Select(DialogReader.Reminder)],
        };
        root.NothingElse();
        return form;
    }

    private static FormField Field(YamlEntry entry)
    {
        var word = entry.Required("type");
        if (!Types.TryGetValue(word, out var type))
        {
            type = FieldType.Text;
            entry["type"].Fault($"'{word}' is no type of field. Known: {string.Join(", ", Types.Keys)}.");
        }

        var field = new FormField
        {
            Id = DialogReader.Id(entry, entry.Name),
            Line = entry.Line,
            Tag = entry.Required("tag"),
            Words = [.. entry["words"].Texts],
            Type = type,
            Choices = DialogReader.Choices(entry["choices"]),
            Read = entry["read"].Text ?? DefaultResolver(type),
            Optional = entry["optional"].Flag(),
            SkipIf = entry["skip_if"].Text,
            Resets = [.. entry["resets"].Texts],
            Min = entry["min"].Number(0, int.MinValue, int.MaxValue),
            Max = entry["max"].Number(type is FieldType.Text or FieldType.Story ? 4_000 : int.MaxValue, 0, int.MaxValue),
            WarnAbove = entry["warn_above"].Exists ? entry["warn_above"].Number(0, 0, int.MaxValue) : null,
            Sealed = entry["sealed"].Flag(),
        };
        entry.NothingElse();
        return field;
    }

    private static string? DefaultResolver(FieldType type) => type switch
    {
        FieldType.Place or FieldType.Station or FieldType.Location => "place",
        FieldType.Time or FieldType.Date => "time",
        FieldType.Count or FieldType.Number => NumberReading.Name,
        FieldType.Code => CodeReading.Name,
        FieldType.Multi => MultiReading.Name,
        _ => null,
    };
}
