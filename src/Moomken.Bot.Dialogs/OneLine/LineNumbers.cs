using System.Globalization;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Forms;

namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>Counts, numbers and codes of a one-line report. A sign, a dot or a second number is never dropped to make a value fit.</summary>
internal static class LineNumbers
{
    public static LineField Number(FormField field, string raw)
    {
        var (chunk, rest) = FirstChunk(raw);
        if (DigitRepair.Read(chunk) is not { } read || BeginsWithDigit(rest)
            || !long.TryParse(read.Number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            || number < field.Min || number > field.Max)
        {
            return LineField.Refused(field, raw, Rule(field), ("least", Text(field.Min)), ("most", Text(field.Max)));
        }

        return new LineField(field, raw)
        {
            Answer = new Answer(number.ToString(CultureInfo.InvariantCulture), Raw: raw),
            Mended = read.Mended ? chunk : null,
            IsHigh = number > field.WarnAbove,
            Rest = rest,
        };
    }

    /// <summary>Digits in groups are one id as long as they fit: 1234 5678 9012.</summary>
    public static LineField Code(FormField field, string raw)
    {
        var joined = string.Concat(raw.Where(c => !char.IsWhiteSpace(c)));
        var read = DigitRepair.Read(joined);
        return read is { } mended && CodeReading.Fits(field, mended.Number)
            ? new LineField(field, raw) { Answer = new Answer(mended.Number, Raw: raw), Mended = mended.Mended ? raw : null }
            : LineField.Refused(field, raw, field.Max == int.MaxValue ? "code" : "code_length", ("most", Text(field.Max)));
    }

    /// <summary>The value and what follows it. Letters glued behind digits (2ZZ9) are no part of the number; a dot or a comma between digits is.</summary>
    public static (string Chunk, string After) FirstChunk(string raw)
    {
        var space = raw.AsSpan().IndexOfAny(" \t\n");
        var chunk = space < 0 ? raw : raw[..space];
        var rest = space < 0 ? "" : raw[space..].Trim();
        var at = 0;
        while (at < chunk.Length && !(char.IsLetter(chunk[at]) && !DigitRepair.Looks(chunk[at])))
        {
            at++;
        }

        if (at > 0 && at < chunk.Length)
        {
            (chunk, rest) = (chunk[..at], $"{chunk[at..]} {rest}".Trim());
        }

        return (chunk.TrimEnd('.', '!', '?', '؟', '،', ',', ')', '('), rest);
    }

    private static bool BeginsWithDigit(string rest) => rest.Length > 0 && (char.IsDigit(rest[0]) || rest[0] is '-' or '+' or '.' or ',');

    private static string Rule(FormField field) => field.Max == int.MaxValue ? "number_from" : "number";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
