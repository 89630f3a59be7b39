using System.Globalization;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Forms;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>What an unfinished line holds, in a few words: as the reply to it said.</summary>
public sealed class LineSummary(DialogLibrary library, FormDefinition form, DialogContext context)
{
    private readonly ShownValue shown = new(library, context, form);

    /// <summary>Tags with their values; a story, or what is sealed, by its tag alone.</summary>
    public string Answers(IReadOnlyDictionary<string, Answer> answers) => string.Join(
        library.Texts.Say("oneline.between", context.Tongue),
        form.Fields.Where(field => answers.ContainsKey(field.Id)).Select(field => $"{shown.Tag(field)} {shown.Of(field, answers[field.Id], answers)}".TrimEnd()));

    /// <summary>The hour, with the day where it was not today.</summary>
    public string At(DateTimeOffset moment)
    {
        var isToday = LibyaTime.Date(context.Now) == LibyaTime.Date(moment);
        return LibyaTime.Of(moment).ToString(isToday ? "H:mm" : "d/M H:mm", CultureInfo.InvariantCulture);
    }
}
