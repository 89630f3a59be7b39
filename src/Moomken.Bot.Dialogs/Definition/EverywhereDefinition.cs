using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Definition;

/// <summary>
/// <c>dialogs/everywhere.yaml</c>: the words that work in every state of every dialog. Each becomes a trigger on the
/// root of every machine, so that a state can switch one off and nothing else can forget one.
/// </summary>
public sealed record EverywhereDefinition(string File, ImmutableArray<InterruptDefinition> Interrupts)
{
    public static EverywhereDefinition Read(SourceFile source, List<Fault> faults)
    {
        var root = YamlEntry.Read(source, faults);
        if (!root.Exists)
        {
            return new EverywhereDefinition(source.Path, []);
        }

        if (root["spec"].Number(0, 0, 1_000) != DialogDefinition.Spec)
        {
            root.Fault($"'spec' must be {DialogDefinition.Spec}, the format that this program reads.");
        }

        var read = new EverywhereDefinition(source.Path, [.. root["interrupts"].Children.Select(Interrupt)]);
        root.NothingElse();
        return read;
    }

    private static InterruptDefinition Interrupt(YamlEntry entry)
    {
        var read = new InterruptDefinition(
            DialogReader.Id(entry, entry.Name),
            [.. entry["words"].Texts],
            [.. entry["commands"].Texts],
            entry["key"].Text,
            entry["call"].Text,
            entry.Line);
        entry.NothingElse();
        return read;
    }
}

/// <summary>One word for everywhere.</summary>
/// <param name="Name">Its name: menu, back, more, cancel, help … Its label is the text <c>common.{name}</c>.</param>
/// <param name="Words">Whole messages that mean it.</param>
/// <param name="Commands">Commands without the slash.</param>
/// <param name="Key">The digit that means it where choices are numbered and the digit is not one of them.</param>
/// <param name="Call">The dialog to open on top; null for those the engine does itself (back, more, cancel, help).</param>
/// <param name="Line">Line in the file.</param>
public sealed record InterruptDefinition(
    string Name, ImmutableArray<string> Words, ImmutableArray<string> Commands, string? Key, string? Call, int Line);
