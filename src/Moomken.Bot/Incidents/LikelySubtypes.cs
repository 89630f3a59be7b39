using Moomken.Bot.Dialogs.Language;
namespace Moomken.Bot.Incidents;
public sealed class LikelySubtypes(IncidentCatalogue catalogue)
{
    public IReadOnlyList<string> Find(string text)
    {
        var folded = ArabicText.FoldPhrase(text);
        return [.. catalogue.Subtypes.Where(s => s.Words.Any(w => folded.Contains(ArabicText.FoldPhrase(w), StringComparison.Ordinal))).Select(s => s.Id).Take(4)];
    }
}
