using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Dialogs.Forms;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>Reads an id made of digits, in three digit scripts. It is kept as text: a leading zero is part of it.</summary>
internal static class CodeReading
{
    public const string Name = "code";

    public static Resolution Read(FormField field, DialogInput input)
    {
        var raw = input is DialogInput.Press press ? press.Choice : (input as DialogInput.Text)?.Value ?? "";
        var digits = string.Concat(ArabicText.FoldPhrase(raw).Where(c => !char.IsWhiteSpace(c)));
        return Fits(field, digits)
            ? new Resolution.Found(new Answer(digits, Raw: raw == digits ? null : raw))
            : new Resolution.Wrong("common.code_wrong", ImmutableDictionary<string, string>.Empty
                .Add("value", Bidi.Isolate(Bidi.StripControls(raw.Length > 30 ? raw[..30] : raw)))
                .Add("count", Least(field).ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Fewest digits of the field's code: one at least.</summary>
    public static int Least(FormField field) => Math.Max(1, field.Min);

    public static bool Fits(FormField field, string digits) =>
        digits.Length >= Least(field) && digits.Length <= field.Max && digits.All(char.IsAsciiDigit);
}
