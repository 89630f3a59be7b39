using System.Collections.Frozen;

namespace Moomken.Bot.Dialogs.Language;

/// <summary>Number words that people type instead of a digit: standard and Libyan Arabic, English, ordinals as well.</summary>
public static class NumberWords
{
    private static readonly FrozenDictionary<string, int> Values = Read(
    [
        "صفر zero",
        "واحد واحدة وحدة الأول أول الأولى أولى one first 1st",
        "اثنين إثنين اثنان اثنتين اثنتان اتنين تنين ثنين زوز جوز الثاني ثاني تاني الثانية ثانية تانية two second 2nd",
        "ثلاثة ثلاث تلاتة تلات ثلاتة الثالث ثالث تالت الثالثة ثالثة three third 3rd",
        "أربعة أربع اربعه الرابع رابع الرابعة رابعة four fourth 4th",
        "خمسة خمس الخامس خامس الخامسة خامسة five fifth 5th",
        "ستة ست السادس سادس السادسة سادسة six sixth 6th",
        "سبعة سبع السابع سابع السابعة سابعة seven seventh 7th",
        "ثمانية ثماني ثمان ثمنية تمانية تمنية تمنيا الثامن ثامن تامن الثامنة ثامنة eight eighth 8th",
        "تسعة تسع التاسع تاسع التاسعة تاسعة nine ninth 9th",
        "عشرة عشر العاشر عاشر العاشرة عاشرة ten tenth 10th",
    ]);

    /// <summary>0 to 10 for a folded word, with or without ال; null for any other word.</summary>
    public static int? Value(string foldedWord)
    {
        if (Values.TryGetValue(foldedWord, out var value))
        {
            return value;
        }

        var bare = foldedWord.StartsWith("ال", StringComparison.Ordinal) ? foldedWord[2..] : "";
        return Values.TryGetValue(bare, out value) ? value : null;
    }

    private static FrozenDictionary<string, int> Read(string[] rows)
    {
        var values = new Dictionary<string, int>();
        for (var value = 0; value < rows.Length; value++)
        {
            foreach (var word in rows[value].Split(' '))
            {
                values[ArabicText.Fold(word)] = value;
            }
        }

        return values.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
