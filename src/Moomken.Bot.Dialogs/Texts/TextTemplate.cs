using System.Collections.Immutable;
using System.Text;

namespace Moomken.Bot.Dialogs.Texts;

/// <summary>A text with named places: <c>وصل بلاغك {code}</c>. Parsed once; <c>{{</c> stands for a brace.</summary>
public sealed class TextTemplate
{
    private readonly ImmutableArray<(string Literal, string? Place)> parts;

    public TextTemplate(string source)
    {
        Source = source;
        var found = ImmutableArray.CreateBuilder<(string, string?)>();
        var literal = new StringBuilder();
        for (var i = 0; i < source.Length; i++)
        {
            var close = source[i] == '{' ? source.IndexOf('}', i) : -1;
            if (source[i] == '{' && i + 1 < source.Length && source[i + 1] == '{')
            {
                literal.Append('{');
                i++;
            }
            else if (close > i)
            {
                found.Add((literal.ToString(), source[(i + 1)..close]));
                literal.Clear();
                i = close;
            }
            else
            {
                literal.Append(source[i]);
            }
        }

        found.Add((literal.ToString(), null));
        parts = found.ToImmutable();
    }

    public string Source { get; }

    public IEnumerable<string> Places => parts.Where(part => part.Place is not null).Select(part => part.Place!).Distinct();

    /// <summary>
    /// Fills the places. A place that nobody can fill becomes "…": a person must never see a brace. A line of its own
    /// that is filled with nothing is left out.
    /// </summary>
    public string Fill(Func<string, string?> value)
    {
        if (parts.Length == 1)
        {
            return parts[0].Literal;
        }

        var text = new StringBuilder();
        var lineIsEmpty = false;
        foreach (var (literal, place) in parts)
        {
            // A line that held nothing but a place without a value is left out.
            text.Append(lineIsEmpty && literal.StartsWith('\n') ? literal[1..] : literal);
            var filled = place is null ? null : value(place) ?? "…";
            lineIsEmpty = filled is "" && (text.Length == 0 || text[^1] == '\n');
            text.Append(filled);
        }

        return lineIsEmpty ? text.ToString().TrimEnd('\n') : text.ToString();
    }
}
