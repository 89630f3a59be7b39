using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Forms;

namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>
/// Finds the tags in what follows the form's word. A tag is a word of its own, or letters between digits (AA1AB2). Behind a
/// story's tag and behind <c>@</c> everything is the person's words, whatever it looks like.
/// </summary>
internal sealed class TagScan(string body, FormDefinition form, LineWords words)
{
    private readonly List<(FormField Field, int Start, int ValueStart)> found = [];
    private int end = body.Length;

    /// <summary>Where the values without a tag end.</summary>
    public int HeadEnd => found.Count > 0 ? found[0].Start : end;

    public string? Comment { get; private set; }

    public ImmutableArray<TaggedValue> Values =>
        [.. found.Select((tag, index) => new TaggedValue(tag.Field, Clean(body[tag.ValueStart..(index + 1 < found.Count ? found[index + 1].Start : end)])))];

    public void Run()
    {
        for (var at = 0; at < end;)
        {
            if (body[at] is '@' or '|')
            {
                Comment = body[(at + 1)..].Trim();
                end = at;
            }
            else if (LetterRun.At(body, at) is > 0 and var length)
            {
                TakeRun(at, length);
                at += length;
            }
            else
            {
                at++;
            }

            if (found.Count > 0 && found[^1].Field.Type == FieldType.Story)
            {
                return;
            }
        }
    }

    private void TakeRun(int at, int length)
    {
        var run = body.Substring(at, length);
        if (!BeginsWord(at) || !EndsWord(at + length))
        {
            return;
        }

        if (TagOf(run, at + length) is { } field)
        {
            found.Add((field, at, at + length));
        }
        else
        {
            TakeGlued(run, at);
        }
    }

    private FormField? TagOf(string run, int next)
    {
        var withArticle = next < body.Length && body[next] is ':' or '=' && run.StartsWith("ال", StringComparison.Ordinal) && run.Length > 3;
        return words.TagOf(form, run) ?? (withArticle ? words.TagOf(form, run[2..]) : null);
    }

    /// <summary>Letters typed for digits hide tags in a run (AAlAB2): taken apart only where every piece is a tag or such a letter.</summary>
    private void TakeGlued(string run, int at)
    {
        var afterDigit = at > 0 && char.IsDigit(body[at - 1]);
        var beforeDigit = at + run.Length < body.Length && char.IsDigit(body[at + run.Length]);
        if (run.All(char.IsAsciiLetter) && Pieces(run, 0, afterDigit, beforeDigit) is { Count: > 0 } pieces)
        {
            found.AddRange(pieces.Select(piece => (piece.Field, at + piece.Start, at + piece.End)));
        }
    }

    private List<(FormField Field, int Start, int End)>? Pieces(string run, int at, bool mayLook, bool beforeDigit)
    {
        if (at == run.Length)
        {
            return [];
        }

        foreach (var field in form.Fields.Where(field => IsNumeric(field.Type)).OrderByDescending(field => field.Tag.Length))
        {
            var next = at + field.Tag.Length;
            var fits = run.AsSpan(at).StartsWith(field.Tag, StringComparison.OrdinalIgnoreCase) && (field.Tag.Length > 1 || beforeDigit || mayLook);
            var hasValue = next < run.Length ? DigitRepair.Looks(run[next]) : beforeDigit;
            if (fits && hasValue && Pieces(run, next, true, beforeDigit) is { } rest)
            {
                return [(field, at, next), .. rest];
            }
        }

        return mayLook && DigitRepair.Looks(run[at]) ? Pieces(run, at + 1, true, beforeDigit) : null;
    }

    private static bool IsNumeric(FieldType type) => type is FieldType.Count or FieldType.Number or FieldType.Code or FieldType.YesNo or FieldType.Choice or FieldType.Multi;

    private bool BeginsWord(int at) => at == 0 || !(body[at - 1] is '\'' or '’' or '_' || (body[at - 1] is '-' or '.' or '/' && at > 1 && char.IsLetterOrDigit(body[at - 2])));

    private bool EndsWord(int at) => at == body.Length || !(body[at] is '\'' or '’' or '_' or '@' or '/');

    private static string Clean(string value) => value.Trim().TrimStart(':', '=', '،', ',', ';', '؛', '#').TrimEnd('،', ',', ';', '؛').Trim();
}
