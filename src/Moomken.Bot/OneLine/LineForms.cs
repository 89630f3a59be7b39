using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Forms;

namespace Moomken.Bot.OneLine;

internal static class LineForms
{
    /// <summary>The forms whose lines something files; the others are asked in conversations only.</summary>
    public static IEnumerable<FormDefinition> Of(DialogLibrary library, IEnumerable<ILineRecords> records) =>
        library.Forms.Values.Where(form => records.Any(record => record.Takes(form)));
}
