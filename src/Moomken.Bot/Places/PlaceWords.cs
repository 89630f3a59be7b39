using System.Collections.Frozen;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Places;

/// <summary>Words around names of places, folded.</summary>
internal static class PlaceWords
{
    /// <summary>Said around a name without adding to it.</summary>
    public static readonly FrozenSet<string> Fillers = Folded(
        "في بلدية البلدية مدينة المدينة منطقة المنطقة من عند انا اني احنا نحنا الان هنا in at the of municipality city town area i am im");

    /// <summary>After these a name is of a street or a school, not of the town: it is only asked about.</summary>
    public static readonly FrozenSet<string> NamedAfterTowns = Folded(
        "شارع طريق جامع مسجد مدرسة معهد مستشفى ميدان جزيرة فندق مصرف street road school mosque hospital");

    /// <summary>Words of many names that say nothing by themselves inside a sentence.</summary>
    public static readonly FrozenSet<string> Generic = Folded(
        "سوق قصر وادي عين بئر بير حي بنت راس رأس مرسى باطن ظاهر بن ابن سيدي عمر suq souq qasr wadi ain bir hay hai ras bin abu sidi");

    /// <summary>Words of names that say nothing even alone.</summary>
    public static readonly FrozenSet<string> NeverAlone = Folded(
        "مركز المركز جنوب الجنوب شمال الشمال غرب الغرب شرق الشرق وسط الوسط الغربي الشرقي centre center north south east west middle gulf of");

    /// <summary>Short codes of the commission, which look like centre numbers.</summary>
    public static readonly FrozenSet<string> ShortCodes = new[] { "15015", "17017", "11711" }.ToFrozenSet();

    private static FrozenSet<string> Folded(string words) =>
        words.Split(' ').Select(ArabicText.Fold).ToFrozenSet(StringComparer.Ordinal);
}
