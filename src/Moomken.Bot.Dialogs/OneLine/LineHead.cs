using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Forms;

namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>Values without a tag: each goes to the form's next untagged field. What fits none is given back.</summary>
internal static class LineHead
{
    private static readonly char[] Between = [' ', '\t', '\n', '#', '*', ',', '،', ';', '؛', '/'];

    /// <summary>The fields with their raw values, and what is left over.</summary>
    public static (ImmutableArray<TaggedValue> Values, string Left) Deal(FormDefinition form, string head)
    {
        var tokens = new Queue<string>(head.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        var dealt = ImmutableArray.CreateBuilder<TaggedValue>();
        foreach (var id in form.Untagged)
        {
            if (tokens.Count == 0 || !IsNumeric(tokens.Peek()) || form.Fields.FirstOrDefault(field => field.Id == id) is not { } field)
            {
                break;
            }

            dealt.Add(new TaggedValue(field, field.Type == FieldType.Code ? Joined(field, tokens) : tokens.Dequeue()));
        }

        return (dealt.ToImmutable(), dealt.Count == 0 ? head : string.Join(' ', tokens));
    }

    /// <summary>Groups of digits are joined while the whole fits one id.</summary>
    private static string Joined(FormField field, Queue<string> tokens)
    {
        var raw = tokens.Dequeue();
        var length = raw.Length;
        while (length < CodeReading.Least(field) && tokens.TryPeek(out var next) && IsNumeric(next) && length + next.Length <= field.Max)
        {
            raw += $" {tokens.Dequeue()}";
            length += next.Length;
        }

        return raw;
    }

    private static bool IsNumeric(string token) => token.Any(char.IsDigit) && DigitRepair.Read(token) is not null;
}
