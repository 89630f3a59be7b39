namespace Moomken.Bot.Dialogs.Language;

/// <summary>
/// Tells a sentence in which somebody says that they, or who is with them, are in danger now ("نحن في خطر عند المركز") from one that
/// reports of danger ("الصندوق في خطر", "هددونا أمس"). It is read clause by clause, and what it finds is asked about, never acted on.
/// The words are in <see cref="DangerVocabulary"/>. No input throws.
/// </summary>
public static class DangerSentences
{
    /// <summary>A call for help is at the beginning; what a long story tells later is a story.</summary>
    private const int LongestRead = 300;

    /// <summary>Words between the verb and whom it is done to: "يطلقون النار علينا".</summary>
    private const int NearObject = 3;

    private static readonly char[] Breaks = ['.', ',', '،', ';', '؛', '!', '?', '؟', '\n', ':', '…'];

    /// <summary>True when whoever wrote this should be asked whether they are in danger now.</summary>
    public static bool MayBe(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        var read = text.Length <= LongestRead ? text : text[..LongestRead];
        return ArabicText.Fold(read).Split(Breaks, StringSplitOptions.RemoveEmptyEntries).Select(ArabicText.Words).Any(IsCall);
    }

    private static bool IsCall(List<string> clause)
    {
        var words = Expanded(clause);
        return words.Count > 0 && !words.Any(DangerVocabulary.Elsewhere.Contains)
            && (AsksForHelp(words) || IsSelfInDanger(words) || IsUnsafe(words) || IsBareDanger(words) || IsAttacked(words));
    }

    /// <summary>One word for each of what is written together or in two: "i'm", "وأنا", "في الخطر".</summary>
    private static List<string> Expanded(List<string> clause)
    {
        var words = new List<string>(clause.Count);
        foreach (var word in clause)
        {
            var plain = word.Length > 3 && word[0] == 'و' && DangerVocabulary.Self.Contains(word[1..]) ? word[1..] : word;
            if (plain is "m" or "am" or "re" or "are" or "is" or "s" or "the" or "a")
            {
                continue;
            }

            words.Add(plain switch { "im" => "i", "were" when words.Count == 0 => "we", _ => plain });
        }

        return words;
    }

    /// <summary>"أنقذونا", "الحقوني": always. "ساعدوني", "help us": only with nothing behind it that help is asked with.</summary>
    private static bool AsksForHelp(List<string> words)
    {
        var at = words.FindIndex(word => !DangerVocabulary.Filler.Contains(word));
        if (at < 0)
        {
            return false;
        }

        var (first, second) = (words[at], at + 1 < words.Count ? words[at + 1] : "");
        var isEnglish = second is "me" or "us";
        if (DangerVocabulary.Rescue.Contains(first) || (isEnglish && first is "save" or "rescue") || (first is "الحقو" or "الحقوا" && second is "علينا" or "عليا"))
        {
            return !isEnglish || words.Count <= at + 2 || DangerVocabulary.Filler.Contains(words[at + 2]) || DangerVocabulary.Where.Contains(words[at + 2]);
        }

        var isHelp = DangerVocabulary.Help.Contains(first) || (isEnglish && first == "help");
        return isHelp && words.Skip(at + (isEnglish ? 2 : 1)).All(DangerVocabulary.Filler.Contains);
    }

    /// <summary>"أنا في خطر", "we are trapped": the person, then what they are, with nothing between that is somebody or something else.</summary>
    private static bool IsSelfInDanger(List<string> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            if (!DangerVocabulary.Self.Contains(words[at]))
            {
                continue;
            }

            var next = at + 1;
            while (next < words.Count && DangerVocabulary.Between.Contains(words[next]))
            {
                next++;
            }

            if (IsDanger(words, next) || (next < words.Count && DangerVocabulary.Trapped.Contains(words[next])) || IsAfraid(words, next))
            {
                return true;
            }
        }

        return words.Zip(words.Skip(1)).Any(pair => DangerVocabulary.Feel.Contains(pair.First) && pair.Second is "بخطر" or "بالخطر");
    }

    private static bool IsDanger(List<string> words, int at)
    {
        var next = Skip(words, at, "معرض", "معرضه", "معرضين", "معرضون");
        var isArabic = next < words.Count && (words[next] is "للخطر" or "بخطر" || (words[next] is "في" or "فى" or "فيه" && next + 1 < words.Count && words[next + 1] is "خطر" or "الخطر" or "خطوره"));
        if (isArabic)
        {
            var behind = words[next] is "في" or "فى" or "فيه" ? next + 2 : next + 1;

            // "في خطر التزوير" is the danger of something.
            return behind >= words.Count || !words[behind].StartsWith("ال", StringComparison.Ordinal) || words[behind] is "الموت" or "القتل" or "الان";
        }

        return at + 1 < words.Count && ((words[at], words[at + 1]) is ("in", "danger") or ("at", "risk") or ("under", "attack") or ("under", "fire"))
            && (at + 2 >= words.Count || words[at + 2] != "of");
    }

    /// <summary>Afraid of something is an opinion; afraid for one's life is not.</summary>
    private static bool IsAfraid(List<string> words, int at) => at < words.Count && DangerVocabulary.Afraid.Contains(words[at])
        && words.Skip(at + 1).Any(DangerVocabulary.Life.Contains);

    /// <summary>"لسنا في أمان في المركز", "we are not safe here"; not "المركز غير آمن".</summary>
    private static bool IsUnsafe(List<string> words)
    {
        var at = words.FindIndex(word => !DangerVocabulary.Self.Contains(word) && !DangerVocabulary.Filler.Contains(word));
        if (at < 0 || !DangerVocabulary.Not.Contains(words[at]))
        {
            return at >= 0 && at > 0 && words[at] == "unsafe";
        }

        var next = Skip(words, at + 1, "في", "فى", "ب");
        if (next >= words.Count || !DangerVocabulary.Safe.Contains(words[next]))
        {
            return false;
        }

        // "مش آمن الطريق": without a person, it is the road that is not safe.
        return words.Take(at).Any(DangerVocabulary.Self.Contains) || next + 1 == words.Count || DangerVocabulary.Where.Contains(words[next + 1]) || DangerVocabulary.Filler.Contains(words[next + 1]);
    }

    /// <summary>The word of danger itself, with a place behind it: "خطر في مدرسة النصر", "في خطر عند المركز", "danger at the school".</summary>
    private static bool IsBareDanger(List<string> words)
    {
        var at = words.FindIndex(word => !DangerVocabulary.Filler.Contains(word));
        if (at < 0)
        {
            return false;
        }

        var next = words[at] is "في" or "in" ? at + 1 : at;
        var isDanger = next < words.Count && (words[next] is "خطر" or "danger" || (next == at && words[at] is "sos" or "نجده" or "النجده" or "emergency"));
        return isDanger && (next + 1 == words.Count || DangerVocabulary.Where.Contains(words[next + 1]) || DangerVocabulary.Filler.Contains(words[next + 1]));
    }

    /// <summary>Somebody does it to the person now: "يضربوا فينا", "مسلحين يهددونا", "they are shooting at us". What was done yesterday is a report.</summary>
    private static bool IsAttacked(List<string> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            var attack = DangerVocabulary.Attack(words[at]);
            if (attack is Attacks.None || (attack is Attacks.Past && !words.Any(DangerVocabulary.Now.Contains)))
            {
                continue;
            }

            var behind = words.Skip(at + 1).Take(NearObject).ToList();
            var isAtMe = DangerVocabulary.HasMe(words[at]) || behind.Any(DangerVocabulary.AtMe.Contains);
            if (isAtMe && !behind.Any(DangerVocabulary.IsOnlyPressure))
            {
                return true;
            }
        }

        return false;
    }

    private static int Skip(List<string> words, int at, params ReadOnlySpan<string> what)
    {
        while (at < words.Count && what.Contains(words[at]))
        {
            at++;
        }

        return at;
    }
}
