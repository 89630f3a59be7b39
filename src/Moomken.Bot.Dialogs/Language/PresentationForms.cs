namespace Moomken.Bot.Dialogs.Language;

/// <summary>
/// Letters of the Arabic presentation forms (U+FB50-FDFF, U+FE70-FEFC), which old software pastes instead of plain
/// letters. Our own table because, with InvariantGlobalization, string.Normalize leaves these characters as they are.
/// </summary>
internal static class PresentationForms
{
    /// <summary>The longest reading of one form (U+FDFA, the blessing on the Prophet).</summary>
    public const int Longest = 18;

    private const char First = '\uFB50';
    private const char Last = '\uFEFC';
    private static readonly string?[] Letters = Read();

    public static bool Holds(char c) => c is >= First and <= Last;

    /// <summary>The plain letters of a form without its vowel marks; null when the character is not a form.</summary>
    public static string? LettersOf(char c) => Holds(c) ? Letters[c - First] : null;

    private static string?[] Read()
    {
        var letters = new string?[Last - First + 1];
        foreach (var line in Table.Split('\n'))
        {
            var cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var start = Convert.ToInt32(cells[0], 16) - First;
            for (var i = 1; i < cells.Length; i++)
            {
                letters[start + i - 1] = cells[i] == "." ? "" : cells[i].Replace('_', ' ');
            }
        }

        return letters;
    }

    /// <summary>Each line: the first code, then the NFKC letters of it and its followers; "." is a mark alone, "_" a space.</summary>
    private const string Table = """
        FB50 ٱ ٱ ٻ ٻ ٻ ٻ پ پ پ پ ڀ ڀ ڀ ڀ ٺ ٺ ٺ ٺ ٿ ٿ ٿ ٿ ٹ ٹ ٹ ٹ ڤ ڤ ڤ ڤ ڦ ڦ
        FB70 ڦ ڦ ڄ ڄ ڄ ڄ ڃ ڃ ڃ ڃ چ چ چ چ ڇ ڇ ڇ ڇ ڍ ڍ ڌ ڌ ڎ ڎ ڈ ڈ ژ ژ ڑ ڑ ک ک
        FB90 ک ک گ گ گ گ ڳ ڳ ڳ ڳ ڱ ڱ ڱ ڱ ں ں ڻ ڻ ڻ ڻ ۀ ۀ ہ ہ ہ ہ ھ ھ ھ ھ ے ے
        FBB0 ۓ ۓ
        FBD3 ڭ ڭ ڭ ڭ ۇ ۇ ۆ ۆ ۈ ۈ ۇٴ ۋ ۋ ۅ ۅ ۉ ۉ ې ې ې ې ى ى ئا ئا ئە ئە ئو ئو ئۇ ئۇ ئۆ
        FBF3 ئۆ ئۈ ئۈ ئې ئې ئې ئى ئى ئى ی ی ی ی ئج ئح ئم ئى ئي بج بح بخ بم بى بي تج تح تخ تم تى تي ثج ثم
        FC13 ثى ثي جح جم حج حم خج خح خم سج سح سخ سم صح صم ضج ضح ضخ ضم طح طم ظم عج عم غج غم فج فح فخ فم فى في
        FC33 قح قم قى قي كا كج كح كخ كل كم كى كي لج لح لخ لم لى لي مج مح مخ مم مى مي نج نح نخ نم نى ني هج هم
        FC53 هى هي يج يح يخ يم يى يي ذ ر ى . . . . . . ئر ئز ئم ئن ئى ئي بر بز بم بن بى بي تر تز تم
        FC73 تن تى تي ثر ثز ثم ثن ثى ثي فى في قى قي كا كل كم كى كي لم لى لي ما مم نر نز نم نن نى ني ى ير يز
        FC93 يم ين يى يي ئج ئح ئخ ئم ئه بج بح بخ بم به تج تح تخ تم ته ثم جح جم حج حم خج خم سج سح سخ سم صح صخ
        FCB3 صم ضج ضح ضخ ضم طح ظم عج عم غج غم فج فح فخ فم قح قم كج كح كخ كل كم لج لح لخ لم له مج مح مخ مم نج
        FCD3 نح نخ نم نه هج هم ه يج يح يخ يم يه ئم ئه بم به تم ته ثم ثه سم سه شم شه كل كم لم نم نه يم يه .
        FCF3 . . طى طي عى عي غى غي سى سي شى شي حى حي جى جي خى خي صى صي ضى ضي شج شح شخ شم شر سر صر ضر طى طي
        FD13 عى عي غى غي سى سي شى شي حى حي جى جي خى خي صى صي ضى ضي شج شح شخ شم شر سر صر ضر شج شح شخ شم سه شه
        FD33 طم سج سح سخ شج شح شخ طم ظم ا ا
        FD50 تجم تحج تحج تحم تخم تمج تمح تمخ جمح جمح حمي حمى سحج سجح سجى سمح سمح سمج سمم سمم صحح صحح صمم شحم شحم شجي شمخ شمخ شمم شمم ضحى ضخم
        FD70 ضخم طمح طمح طمم طمي عجم عمم عمم عمى غمم غمي غمى فخم فخم قمح قمم لحم لحي لحى لجج لجج لخم لخم لمح لمح محج محم محي مجح مجم مخج مخم
        FD92 مجخ همج همم نحم نحى نجم نجم نجى نمي نمى يمم يمم بخي تجي تجى تخي تخى تمي تمى جمي جحى جمى سخى صحي شحي ضحي لجي لمي يحي يجي يمي ممي
        FDB2 قمي نحي قمح لحم عمي كمي نجح مخي لجم كمم لجم نجح جحي حجي مجي فمي بحي كمم عجم صمم سخي نجي
        FDF0 صلے قلے الله اكبر محمد صلعم رسول عليه وسلم صلى صلى_الله_عليه_وسلم جل_جلاله ریال
        FE70 . . .
        FE74 .
        FE76 . . . . . . . . . . ء آ آ أ أ ؤ ؤ إ إ ئ ئ ئ ئ ا ا ب ب ب ب ة ة ت
        FE96 ت ت ت ث ث ث ث ج ج ج ج ح ح ح ح خ خ خ خ د د ذ ذ ر ر ز ز س س س س ش
        FEB6 ش ش ش ص ص ص ص ض ض ض ض ط ط ط ط ظ ظ ظ ظ ع ع ع ع غ غ غ غ ف ف ف ف ق
        FED6 ق ق ق ك ك ك ك ل ل ل ل م م م م ن ن ن ن ه ه ه ه و و ى ى ي ي ي ي لآ
        FEF6 لآ لأ لأ لإ لإ لا لا
        """;
}
