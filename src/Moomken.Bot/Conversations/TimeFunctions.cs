using System.Globalization;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Conversations;

/// <summary>Reading a time, for any form: «أمس العشية», "9:30". One that cannot be read is kept as it was written: a report is never refused for its form.</summary>
public static class TimeFunctions
{
    /// <summary>The value of a time that is kept in the person's own words.</summary>
    public const string Words = "words";

    private const string AsWritten = "common.time_as_written";

    /// <summary>Marks a time of which only the day, or the part of the day, was said.</summary>
    private const string Roughly = "roughly";

    public static void Register(DialogFunctions functions)
    {
        functions.Resolvers["time"] = Read;
        functions.Labels["time"] = Label;
        functions.Texts.UnionWith(["common.time_future", AsWritten]);
    }

    private static Resolution Read(DialogInput input, FunctionContext context)
    {
        if (input is not DialogInput.Text { Value: var words })
        {
            return new Resolution.Wrong("common.miss");
        }

        return HappenedWhen.Parse(words, context.Context.Now) switch
        {
            HappenedWhen.Understood understood => new Resolution.Found(new Answer(
                understood.At.ToString("O", CultureInfo.InvariantCulture),
                Raw: words,
                Items: understood.Precision >= WhenPrecision.PartOfDay ? [Roughly] : default)),
            HappenedWhen.InFuture => new Resolution.Wrong("common.time_future"),
            _ => Resolution.Found.AsWritten(new Answer(Words, words, words), AsWritten),
        };
    }

    /// <summary>"Yesterday" is shown as a date with the person's own word, never with an hour that nobody said.</summary>
    private static string? Label(Answer answer, Tongue tongue)
    {
        if (!DateTimeOffset.TryParse(answer.Value, CultureInfo.InvariantCulture, out var at))
        {
            return null;
        }

        var date = DateWords.LongDate(LibyaTime.Date(at), tongue);
        return !answer.Items.IsDefaultOrEmpty && answer.Raw is { } words ? $"{date} ({Bidi.Isolate(words)})" : $"{date} {DateWords.TimeInWords(at, tongue)}";
    }
}
