using System.Collections.Frozen;

namespace Moomken.Bot.Dialogs.Language;

/// <summary>Words of time, as written in Libya and in English, with what they mean.</summary>
internal static class WhenWords
{
    private static readonly FrozenDictionary<string, WhenToken> Meanings = Read();

    /// <summary>The meaning of a folded word; kind Unknown when it has none.</summary>
    public static WhenToken Of(string foldedWord) =>
        Meanings.TryGetValue(foldedWord, out var token) ? token
        : NumberWords.Value(foldedWord) is { } number ? new WhenToken(WhenKind.Number, number)
        : default;

    private static FrozenDictionary<string, WhenToken> Read()
    {
        var table = new Dictionary<string, WhenToken>();
        void Add(WhenKind kind, int value, string words, int second = 0)
        {
            foreach (var word in words.Split(' '))
            {
                table[ArabicText.Fold(word)] = new WhenToken(kind, value, second);
            }
        }

        AddPlain(Add);
        AddDays(Add);
        AddParts(Add);
        AddNumbers(Add);
        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private delegate void AddWords(WhenKind kind, int value, string words, int second = 0);

    private static void AddPlain(AddWords add)
    {
        add(WhenKind.Now, 0, "الآن توا تو توه الحين حاليا هسع دلوقتي now currently");
        add(WhenKind.Now, 10, "شوية شويه قليل لحظات moments");
        add(WhenKind.Filler, 0, "في فى على علي عند كان كانت صار صارت حدث حدثت وقع وقعت حصل حصلت حوالي حوالى تقريبا تقريب نحو بالضبط بتاريخ تاريخ هذا هذه هاذا هدا اللي بدري وقت st nd rd th the on in of about around since it was happened this that exactly a an right just and time approximately");
        add(WhenKind.Ago, 0, "منذ من مند مضت ago");
        add(WhenKind.Ago, 0, "قبل before", 1);
        add(WhenKind.Range, 0, "إلى الى حتى لين لعند from until till");
        add(WhenKind.After, 0, "بعد after");
        add(WhenKind.Plus, 0, "و and");
        add(WhenKind.Plus, 1, "past");
        add(WhenKind.Minus, 0, "إلا الا غير");
        add(WhenKind.Minus, 1, "to");
        add(WhenKind.ClockMark, 0, "الساعة السعة عالساعة at o clock oclock الساعه");
        add(WhenKind.Last, 0, "الماضي الماضية فات فاتت السابق last");
        add(WhenKind.DayMark, 0, "يوم day");
        add(WhenKind.Fraction, 30, "نص نصف منتصف half");
        add(WhenKind.Fraction, 15, "ربع quarter");
        add(WhenKind.Fraction, 20, "ثلث تلت");
        add(WhenKind.Unit, 1, "دقيقة دقايق دقائق دقيقه minute minutes min mins", 1);
        add(WhenKind.Unit, 1, "دقيقتين", 2);
        add(WhenKind.Unit, 60, "ساعة ساعات hour hours hr hrs", 1);
        add(WhenKind.Unit, 60, "ساعتين", 2);
        add(WhenKind.Unit, 1440, "أيام ايام days", 1);
        add(WhenKind.Unit, 1440, "يومين", 2);
        add(WhenKind.Unit, 10080, "أسبوع اسابيع week weeks", 1);
        add(WhenKind.Unit, 10080, "أسبوعين", 2);
    }

    private static void AddDays(AddWords add)
    {
        add(WhenKind.Day, 0, "اليوم ليوم النهاردة today");
        // الغدا with its article is lunch, and stays a word of the person's own.
        add(WhenKind.Day, -1, "غدا غد غدوة غدوا بكرة بكرا tomorrow");
        add(WhenKind.Day, 1, "أمس البارح امبارح البارحة إمبارح مبارح yesterday");
        add(WhenKind.Weekday, (int)DayOfWeek.Saturday, "السبت سبت saturday sat");
        add(WhenKind.Weekday, (int)DayOfWeek.Sunday, "الأحد لحد sunday sun");
        add(WhenKind.Weekday, (int)DayOfWeek.Monday, "الاثنين الإثنين الاتنين لثنين لتنين التنين monday mon");
        add(WhenKind.Weekday, (int)DayOfWeek.Tuesday, "الثلاثاء ثلاثاء الثلاث التلات التلاتا الثلاتاء tuesday tue tues");
        add(WhenKind.Weekday, (int)DayOfWeek.Wednesday, "الأربعاء أربعاء الاربعا لربعا الاربع wednesday wed");
        add(WhenKind.Weekday, (int)DayOfWeek.Thursday, "الخميس خميس لخميس thursday thu thurs");
        add(WhenKind.Weekday, (int)DayOfWeek.Friday, "الجمعة جمعة لجمعة friday fri");
        string[] months =
        [
            "يناير january jan", "فبراير february feb", "مارس march mar", "أبريل ابريل إبريل april apr", "مايو may", "يونيو يونيه june jun",
            "يوليو يوليه july jul", "أغسطس اغسطس august aug", "سبتمبر september sep sept", "أكتوبر اكتوبر october oct", "نوفمبر november nov", "ديسمبر december dec",
        ];
        string[] oldMonths = ["النار", "النوار", "الربيع", "الطير", "الماء", "الصيف", "ناصر", "هانيبال", "الفاتح", "التمور", "الحرث", "الكانون"];
        for (var month = 1; month <= 12; month++)
        {
            add(WhenKind.Month, month, months[month - 1]);
            add(WhenKind.OldMonth, month, oldMonths[month - 1]);
        }
    }

    private static void AddParts(AddWords add)
    {
        add(WhenKind.Am, 0, "ص am");
        add(WhenKind.Pm, 0, "م pm");
        add(WhenKind.Part, (int)DayPart.Dawn, "الفجر فجرا فجر dawn");
        add(WhenKind.Part, (int)DayPart.Morning, "الصبح صباحا الصباح صباح صبح الضحى بكري morning");
        add(WhenKind.Part, (int)DayPart.Noon, "الظهر ظهرا ظهر الضهر القايلة noon midday");
        add(WhenKind.Part, (int)DayPart.Afternoon, "العصر عصرا عصر العشية عشية afternoon");
        add(WhenKind.Part, (int)DayPart.Sunset, "المغرب مغربا sunset");
        add(WhenKind.Part, (int)DayPart.Evening, "مساء المساء العشاء العشا evening");
        add(WhenKind.Part, (int)DayPart.Night, "الليل ليلا بالليل الليلة ليلة ليل night tonight");
        add(WhenKind.Part, (int)DayPart.Midnight, "midnight");
    }

    private static void AddNumbers(AddWords add)
    {
        add(WhenKind.Number, 1, "الحادية");
        add(WhenKind.Number, 11, "حداش احداش حداشر إحداش eleven");
        add(WhenKind.Number, 12, "اطناش طناش اثناش اتناش اثناعش twelve");
        add(WhenKind.Number, 15, "خمسطاش fifteen");
        add(WhenKind.Number, 20, "عشرين twenty");
        add(WhenKind.Number, 30, "ثلاثين تلاتين thirty");
        add(WhenKind.Number, 40, "أربعين forty");
        add(WhenKind.Number, 50, "خمسين fifty");
    }
}
