using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>Filling texts: what each place of a template stands for.</summary>
internal sealed partial class TurnRun
{
    /// <summary>Longest piece of a person's own words that is shown back to them in a review.</summary>
    private const int LongestEcho = 300;

    private string Fill(string key) => Say(key, null);

    private string Say(string key, ImmutableDictionary<string, string>? args) =>
        library.Texts.Say(key, context.Tongue, name => Value(name, args), context.Channel.Segments);

    private void SayIfWritten(string key)
    {
        if (library.Texts.Has(key))
        {
            said.Add(Fill(key));
        }
    }

    private string? Value(string name, ImmutableDictionary<string, string>? args)
    {
        if (args is not null && args.TryGetValue(name, out var given))
        {
            return given;
        }

        if (!frames.IsEmpty && name == "answers")
        {
            return Answers();
        }

        if (!frames.IsEmpty && Top.Slots.TryGetValue(name, out var answer))
        {
            return LabelOf(name, answer);
        }

        return context.Facts.TryGetValue(name, out var fact) ? fact : null;
    }

    /// <summary>The review's list: «1. ماذا حدث: …», one line for each answer.</summary>
    private string Answers()
    {
        var node = Node;
        var lines = new StringBuilder();
        var number = 0;
        foreach (var field in node.Form is null ? [] : ReviewFields(node))
        {
            var label = Label($"{node.Form!.Name}.{field.Id}", "label");
            var value = Top.Slots.TryGetValue(field.Id, out var answer) && !answer.IsSkipped ? LabelOf(field.Id, answer) : Fill("common.not_said");
            lines.Append(lines.Length > 0 ? "\n" : "").Append(CultureInfo.InvariantCulture, $"{Shown(++number)}. {label}: {value}");
        }

        return lines.ToString();
    }

    /// <summary>How an answer is shown: by its catalogue's label, its choice's label, or the person's own words, isolated.</summary>
    private string LabelOf(string slot, Answer answer)
    {
        if (answer.IsSkipped)
        {
            return Fill("common.not_said");
        }

        var form = frames.IsEmpty ? null : Node.Form;
        if (library.Functions.LabelOf(slot, form?.Fields.FirstOrDefault(field => field.Id == slot)?.Read, answer, context.Tongue) is { } label)
        {
            return label;
        }

        var owner = form?.Name;
        if (owner is not null && library.Texts.Find($"{owner}.{slot}.{answer.Value}", context.Tongue) is { } choice)
        {
            return choice.Source;
        }

        var words = answer.Label ?? answer.Value;
        var echo = words.Length == 0 ? "" : Bidi.Isolate(Limited(words, LongestEcho) + (words.Length > LongestEcho ? "…" : ""));
        return answer.Items.IsDefaultOrEmpty ? echo : $"{echo} {FilesOf(answer)}".Trim();
    }

    private string FilesOf(Answer answer) => library.Texts.Say(
        "common.files", context.Tongue, name => name == "count" ? Shown(answer.Items.Length) : null);
}
