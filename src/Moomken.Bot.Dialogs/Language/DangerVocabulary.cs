using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Moomken.Bot.Dialogs.Language;

/// <summary>When somebody is attacked, by the verb.</summary>
internal enum Attacks
{
    None,
    Past,
    Present,
}

/// <summary>The words of <see cref="DangerSentences"/>, as they are after folding: Libyan, standard Arabic, English.</summary>
internal static partial class DangerVocabulary
{
    /// <summary>The person, and who is with them.</summary>
    public static readonly FrozenSet<string> Self = Folded(
        "انا اني راني نحن نحنا نحني احنا حنا رانا حياتي حياتنا روحي ارواحنا زميلي زميلتي زملائي زملاؤنا زملاءنا صديقي صاحبي خويا اخويا اخي اختي عايلتي عائلتي فريقي فريقنا وزميلي وزميلتي وزملائي وصاحبي وفريقي i we me us my our life lives");

    /// <summary>What may stand between the person and the danger.</summary>
    public static readonly FrozenSet<string> Between = Folded(
        "توا توّا تو الان الحين حاليا هلا هنا هني اليوم كلنا جميعا كلهم حقا فعلا والله المراقبين المراقبون المراقبات والمراقبين معي معانا موجودين واقعين راهو راني رانا كمان ايضا انا نحن احنا وزميلي وزميلتي وزملائي now really all both currently here very being life lives observers my our");

    /// <summary>Somebody else's words, something that was or might be, or a danger that is denied: no call.</summary>
    public static readonly FrozenSet<string> Elsewhere = Folded(
        "قال قالت قالوا قالو يقول يقولون يقولوا تقول صاح صرخ يصرخ يصرخون كنت كنا كان كانت كانوا كانو لو اذا امس البارح البارحه انتهى انتهت said says told was yesterday if would could feared");

    public static readonly FrozenSet<string> Not = Folded("لست لسنا مش مو موش ماني مانيش ماناش مناش ماناشي غير ليس ليست not isnt arent unsafe");

    public static readonly FrozenSet<string> Safe = Folded("امان الامان امن امنه امنين امنون سلامه بامان safe safety");

    public static readonly FrozenSet<string> Trapped = Folded(
        "مهدد مهدده مهددين مهددون محاصر محاصره محاصرين محاصرون محبوس محبوسه محبوسين محتجز محتجزه محتجزين محتجزون مخطوف مخطوفين مطارد مطارده مطاردين trapped surrounded threatened attacked followed kidnapped hostage beaten chased");

    public static readonly FrozenSet<string> Afraid = Folded("خايف خايفه خايفين خائف خائفه خائفين خائفون نخاف اخاف scared afraid fear");

    public static readonly FrozenSet<string> Life = Folded("حياتي حياتنا روحي ارواحنا نفسي انفسنا life lives");

    public static readonly FrozenSet<string> Feel = Folded("اشعر نشعر احس نحس حاس حاسه حاسين");

    /// <summary>Nobody asks for anything else with these.</summary>
    public static readonly FrozenSet<string> Rescue = Folded("انقذوني انقذونا انقذني انقذنا الحقوني الحقونا الحقني الحقنا انجدوني انجدونا اغيثوني اغيثونا فكونا فكوني النجده نجده");

    /// <summary>With these help is asked for anything: they are a call when nothing follows.</summary>
    public static readonly FrozenSet<string> Help = Folded("ساعدوني ساعدونا ساعدنا عاونونا عاونوني عاوني ساعدني");

    public static readonly FrozenSet<string> Filler = Folded(
        "يا ياناس ناس جماعه اخوه خوتي الله يخليكم يخليك عليكم بالله والله ارجوكم ارجوك رجاء من فضلكم فضلك بسرعه عاجل عاجلا فورا توا تو الان الحين حالا لو سمحتم اه please pls now quick quickly fast hurry god oh urgent urgently someone somebody");

    public static readonly FrozenSet<string> Where = Folded("في عند قدام جنب جانب داخل امام قرب حول وسط بجانب هنا هني at in here near inside outside behind by");

    public static readonly FrozenSet<string> Now = Folded("توا تو الان الحين حاليا هلا now");

    public static readonly FrozenSet<string> AtMe = Folded("فينا فيا فيني علينا عليا us me");

    private static readonly FrozenSet<string> Weapons = Folded("بالسلاح بسلاح بالاسلحه باسلحه بالقتل بالموت بالرصاص بالسكين بسكين بالضرب بالخطف بالعصي بالحجاره بسرعه بره برا");

    /// <summary>"يهددونا بقطع المرتبات" presses, and is a report.</summary>
    public static bool IsOnlyPressure(string word) => (word.Length > 3 && word[0] == 'ب' && !Weapons.Contains(word)) || word is "with";

    /// <summary>True when the verb itself says that it is done to the person.</summary>
    public static bool HasMe(string verb) => verb.EndsWith("ني", StringComparison.Ordinal) || verb.EndsWith("نا", StringComparison.Ordinal);

    public static Attacks Attack(string word) => PresentVerb().IsMatch(word) ? Attacks.Present : PastVerb().IsMatch(word) ? Attacks.Past : Attacks.None;

    [GeneratedRegex("^(?:[بحسه])?[يت](?:هدد|ضرب|طلق|رم|لاحق|طارد|حاصر|هاجم|عتد|قتل|لحق|خطف|حبس|كسر)|^(?:shooting|attacking|beating|threatening|chasing|following|hitting|firing|surrounding)$", RegexOptions.CultureInvariant)]
    private static partial Regex PresentVerb();

    [GeneratedRegex("^(?:هدد|ضرب|حاصر|هاجم|خطف|حبس|احتجز|اعتد|طارد)\\w*(?:ني|نا)$", RegexOptions.CultureInvariant)]
    private static partial Regex PastVerb();

    private static FrozenSet<string> Folded(string words) =>
        words.Split(' ').Select(ArabicText.FoldPhrase).ToFrozenSet(StringComparer.Ordinal);
}
