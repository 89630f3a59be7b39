using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Dialogs.Forms;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>Reads counts and numbers in three digit scripts. Never changes a sign or a magnitude to make a value fit.</summary>
internal static class NumberReading
{
    public const string Name = "number";

    public static Resolution Read(FormField? field, DialogInput input)
    {
        var (least, most) = field is null ? (0, int.MaxValue) : (field.Min, field.Max);
        var raw = input is DialogInput.Press press ? press.Choice : (input as DialogInput.Text)?.Value ?? "";
        var text = Digits.ToAscii(ArabicText.FoldPhrase(raw));
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return new Resolution.Wrong("common.number_wrong", Args(raw, least, most));
        }

        if (number < least || number > most)
        {
            return new Resolution.Wrong("common.number_range", Args(raw, least, most));
        }

        var value = number.ToString(CultureInfo.InvariantCulture);
        return field?.WarnAbove is { } high && number > high && input is DialogInput.Text
            ? new Resolution.Several([new Choice(value, value)])
            : new Resolution.Found(new Answer(value, Raw: raw == value ? null : raw));
    }

    private static ImmutableDictionary<string, string> Args(string raw, int least, int most) => ImmutableDictionary<string, string>.Empty
        .Add("value", Bidi.Isolate(Bidi.StripControls(raw.Length > 30 ? raw[..30] : raw)))
        .Add("least", least.ToString(CultureInfo.InvariantCulture))
        .Add("most", most.ToString(CultureInfo.InvariantCulture));
}
