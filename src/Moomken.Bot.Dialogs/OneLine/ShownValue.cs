using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Forms;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>Tags and values as a reply shows them: short, since every letter of an SMS is paid for.</summary>
internal sealed class ShownValue(DialogLibrary library, DialogContext context, FormDefinition form)
{
    private const int Longest = 24;

    private readonly LineChoices choices = new(library, context, form);

    /// <summary>The tag in the person's language: its first Arabic word, or the Latin tag.</summary>
    public string Tag(FormField field) =>
        context.Tongue == Tongue.Arabic ? field.Words.FirstOrDefault(word => word.Any(IsArabic)) ?? field.Tag : field.Tag;

    /// <summary>The tag of another field of the form.</summary>
    public string Tag(FormField field, string other) => Tag(form.Fields.FirstOrDefault(candidate => candidate.Id == other) ?? field);

    /// <summary>The form's word in the person's language.</summary>
    public string FormWord => context.Tongue == Tongue.Arabic ? form.Words.FirstOrDefault(word => word.Any(IsArabic)) ?? form.Code : form.Code;

    /// <summary>Empty for a story and for what is sealed: a lock screen must not show it.</summary>
    public string Of(FormField field, Answer answer, IReadOnlyDictionary<string, Answer> slots, int longest = Longest)
    {
        var shown = field.Sealed || field.Type == FieldType.Story ? "" : field.Type switch
        {
            FieldType.Count or FieldType.Number => answer.Value,
            FieldType.Code => Bidi.Ltr(answer.Value),
            FieldType.YesNo => library.Texts.Say($"oneline.{answer.Value}", context.Tongue),
            FieldType.Time or FieldType.Date => Time(field, answer),
            FieldType.Multi => Bidi.Isolate(string.Join(", ", Names(field, answer.Items, slots, longest))),
            FieldType.Choice => Bidi.Isolate(Names(field, [answer.Value], slots, longest)[0]),
            _ => Named(field, answer, longest),
        };
        return shown;
    }

    public static string Quoted(string words, int longest = Longest) => $"\"{Bidi.Isolate(Cut(words, longest))}\"";

    private static string Cut(string words, int longest)
    {
        var line = words.ReplaceLineEndings(" ");
        return line.Length <= longest ? line : WholeLetters.Begin(line, longest).TrimEnd() + "..";
    }

    private List<string> Names(FormField field, ImmutableArray<string> ids, IReadOnlyDictionary<string, Answer> slots, int longest)
    {
        var all = choices.Of(field, slots);
        return [.. ids.Select(id => Cut(all.FirstOrDefault(choice => choice.Id == id)?.Label ?? id, longest))];
    }

    private string Named(FormField field, Answer answer, int longest)
    {
        var known = library.Functions.LabelOf(field.Id, field.Read, answer, context.Tongue);
        return known is not null ? Bidi.Isolate(Cut(known, longest)) : Quoted(answer.Label ?? answer.Value, longest);
    }

    private string Time(FormField field, Answer answer)
    {
        if (DateTimeOffset.TryParse(answer.Value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at) && answer.Value.Length > 10)
        {
            var local = LibyaTime.Of(at);
            var today = LibyaTime.Date(context.Now) == LibyaTime.Date(at);
            return local.ToString(today ? "H:mm" : "d/M H:mm", CultureInfo.InvariantCulture);
        }

        var own = $"{form.Name}.{field.Id}.{answer.Value}";
        return library.Texts.Has(own) ? library.Texts.Say(own, context.Tongue) : Quoted(answer.Label ?? answer.Value);
    }

    private static bool IsArabic(char c) => c is >= '\u0600' and <= '\u06FF';
}
