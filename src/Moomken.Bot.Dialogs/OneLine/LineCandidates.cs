using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Forms;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>Values that could be several things, or are a place that is not in use: refused, with what must be written instead.</summary>
internal sealed class LineCandidates(DialogContext context)
{
    /// <summary>Candidates that a reply names, and those that it gives by their ids alone.</summary>
    private const int MostNamed = 2;
    private const int MostIds = 3;

    /// <summary>A place that is not in use is kept as it was named; where it is now is told.</summary>
    public LineField Told(FormField field, string raw, string told, ImmutableArray<Choice> now) =>
        LineField.Refused(field, raw, told[(told.LastIndexOf('_') + 1)..] + (now.IsEmpty ? "" : "_now"), Named(now));

    public LineField OneOf(FormField field, string raw, ImmutableArray<Choice> options) => LineField.Refused(field, raw, "likely", Named(options));

    /// <summary>With their names, and by what must be written alone, for where there is no room.</summary>
    private (string, string)[] Named(ImmutableArray<Choice> options) => [("likely", Likely(options)), (LineRule.Ids, Listed(options, MostIds, option => option.Id))];

    private string Likely(ImmutableArray<Choice> options) => Listed(options, MostNamed, option => $"{option.Id} {option.Label}");

    /// <summary>The first of them; dots say that there are more.</summary>
    private string Listed(ImmutableArray<Choice> options, int most, Func<Choice, string> shown) =>
        string.Join(context.Tongue == Tongue.Arabic ? "، " : ", ", options.Take(most).Select(shown)) + (options.Length > most ? " .." : "");
}
