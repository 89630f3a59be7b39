using System.Collections.Frozen;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>Yes and no as they are typed in a hurry, in either language.</summary>
internal static class YesNoWords
{
    private static readonly FrozenSet<string> Yes = Folded("1", "y", "yes", "نعم", "ن", "ايوه", "ايوا", "اي", "صح");
    private static readonly FrozenSet<string> No = Folded("0", "n", "no", "لا", "ل", "لأ", "خطا");

    /// <param name="folded">A folded word.</param>
    public static bool? Read(string folded) => Yes.Contains(folded) ? true : No.Contains(folded) ? false : null;

    private static FrozenSet<string> Folded(params string[] words) => words.Select(ArabicText.FoldPhrase).ToFrozenSet(StringComparer.Ordinal);
}
