using System.Collections.Immutable;
using Moomken.Bot.Incidents;
using Moomken.Bot.Tests.Language;
using Xunit;

namespace Moomken.Bot.Tests.Incidents;

public class LikelySubtypesTests
{
    /// <summary>What an observer or a citizen would send, with what it is. A miss met in the field belongs here, and its words in the list.</summary>
    private static readonly (string Text, string Subtype)[] Reports =
    [
        ("الساعة تسعة ونص والمركز لتوا ما فتحش تأخروا هلبا", "OPN-1"),
        ("تأخر فتح المحطة ساعة كاملة", "OPN-1"),
        ("the station opened 50 minutes late", "OPN-1"),
        ("المركز مسكر من الصبح وما حد جا", "OPN-2"),
        ("the centre never opened today", "OPN-2"),
        ("موظفين المحطة ما جوش إلا واحد", "OPN-3"),
        ("فتحوا والصندوق مش مقفل بالأقفال قدامنا", "OPN-4"),
        ("بدلوا مكان المركز والناس ما تعرفش وين", "OPN-5"),
        ("الضي مقطوع والمحطة ضلام", "OPN-6"),
        ("زحمة كبيرة داخل الفصل", "OPN-6"),
        ("أوراق الاقتراع كملت والناس مازالت في الصف", "MAT-1"),
        ("they ran out of ballots at noon", "MAT-1"),
        ("السجل متاع الناخبين ناقص صفحات", "MAT-2"),
        ("ما عندهمش الختم", "MAT-3"),
        ("المحطة ما فيهاش ستارة للتصويت", "MAT-4"),
        ("وقفوا التصويت لأن الورق كمل", "MAT-6"),
        ("اسمي مش موجود في القائمة وأنا مسجل", "REG-1"),
        ("my name is not on the list", "REG-1"),
        ("عندي البطاقة والكتيب ورجعوني من الباب", "REG-2"),
        ("ناس تصوت من غير بطاقة", "REG-3"),
        ("فيه واحد يلم في بطاقات الناخبين في الحي", "REG-4"),
        ("سرقوا بطاقات الناخبين من المدرسة", "REG-5"),
        ("لقينا أسماء ناس ميتة مصوتين", "REG-6"),
        ("dead people on the register have voted", "REG-6"),
        ("بوي على كرسي متحرك وما فيش إلا الدروج", "ACC-1"),
        ("no ramp for a wheelchair user", "ACC-1"),
        ("امرأة حامل واقفة ساعتين وما عطوهاش أولوية", "ACC-2"),
        ("واحد أعمى طلب المساعدة ورفضوا يساعدوه", "ACC-3"),
        ("النازحين ما خلوهمش يصوتوا", "ACC-6"),
        ("الستارة مفتوحة والناس تشوف شن يختار الناخب", "SEC-1"),
        ("شخصين دخلوا للخلوة مع بعض", "SEC-2"),
        ("قالوله وري ورقتك قبل ما تحطها", "SEC-3"),
        ("شاب يصور في ورقة الاقتراع بالتلفون", "SEC-4"),
        ("a voter took a photo of his ballot", "SEC-4"),
        ("موظف المحطة يأشر على الورق بدل العجايز", "SEC-5"),
        ("ما شافوش بطاقتي ودخلت عادي", "PRO-1"),
        ("عطوني ورقة وحدة بس بدل اثنين", "PRO-3"),
        ("نفس الراجل صوت مرتين", "PRO-4"),
        ("the same man voted twice", "PRO-4"),
        ("راجل صوت مكان مرته وبناته", "PRO-5"),
        ("شفت واحد يحط رزمة أوراق في الصندوق", "PRO-6"),
        ("ballot stuffing in station 2", "PRO-6"),
        ("أنا مراقب معتمد وما خلونيش ندخل للمركز", "OBS-1"),
        ("رئيس المحطة طردني برا وقت الفرز", "OBS-2"),
        ("they kicked our observer out before the count", "OBS-2"),
        ("خذوا تلفوني وفتشوني وأنا مراقب", "OBS-4"),
        ("منعوا صحفي من التصوير قدام المركز", "OBS-6"),
        ("يوزعوا في منشورات دعاية قدام باب المركز", "CMP-2"),
        ("الإمام في خطبة الجمعة قال صوتوا لفلان", "CMP-3"),
        ("قطعوا ملصقات المترشحين في الشارع", "CMP-4"),
        ("سيارة تدور بالدعاية يوم الصمت", "CMP-1"),
        ("يعطوا في ٢٠٠ دينار للي يصوت لمرشحهم", "BUY-1"),
        ("يشروا في الأصوات قدام المدرسة", "BUY-1"),
        ("a man is paying cash to voters", "BUY-1"),
        ("وزعوا سلة غذائية على العائلات باش يصوتوا", "BUY-2"),
        ("يشري في بطاقات الناخبين الوحدة بمية دينار", "BUY-3"),
        ("وعدوه بوظيفة في البلدية لو صوت", "BUY-4"),
        ("باصات تجيب في الناس وتقوللهم صوتوا لفلان", "BUY-5"),
        ("سيارات البلدية عليها صور المرشح", "RES-1"),
        ("المدير قال للموظفين لازم تصوتوا له وإلا نخصم المرتب", "RES-4"),
        ("فيه مسلحين واقفين قدام باب المركز", "VIO-1"),
        ("ثلاثة معاهم سلاح دخلوا للمحطة", "VIO-1"),
        ("armed men are inside the polling centre", "VIO-1"),
        ("يهددوا في الناخبين ويخوفوا فيهم", "VIO-2"),
        ("ضربوا موظف وسال منه الدم", "VIO-3"),
        ("هجموا على المركز وحرقوا الصناديق", "VIO-4"),
        ("خطفوا رئيس المركز", "VIO-5"),
        ("our colleague was arrested", "VIO-5"),
        ("سكروا الطريق للمركز بالتراب", "VIO-6"),
        ("ما فيش شرطة في المركز", "VIO-7"),
        ("يتحرشوا بالبنات قدام محطة النساء", "WOM-1"),
        ("نشروا صور مفبركة للمترشحة على الفيسبوك", "WOM-2"),
        ("راجلها منعها من التصويت", "WOM-4"),
        ("محطة النساء مسكرة وما فيش موظفات", "WOM-6"),
        ("سكروا المركز قبل الوقت والناس مازالت في الطابور", "CNT-1"),
        ("they closed early while people were in the queue", "CNT-1"),
        ("عدد الأوراق في الصندوق أكثر من عدد الناخبين", "CNT-3"),
        ("غيروا النتيجة في المحضر", "CNT-5"),
        ("نقلوا الصناديق في سيارة خاصة بدون حراسة", "CNT-6"),
        ("فلان أعلن فوزه قبل النتائج الرسمية", "CNT-7"),
        ("رسالة تقول التصويت تأجل للأحد وهذا غلط", "INF-1"),
        ("إشاعة أن المترشح انسحب", "INF-2"),
        ("صفحة فيسبوك مزورة باسم المفوضية", "INF-3"),
        ("منشور فيه تحريض وكراهية ضد قبيلة", "INF-4"),
        ("فيديو مفبرك لرئيس المفوضية", "INF-5"),
        ("حسابات وهمية تنشر نفس الكلام", "INF-6"),
        ("الناس تستنى من السبعة والمدرسة بابها مسكر", "OPN-2"),
        ("قعدنا ساعة نستنوا لين فتحوا المحطة", "OPN-1"),
        ("الصندوق كان مفتوح وفيه أوراق قبل ما يبدا التصويت", "OPN-4"),
        ("ورق الاقتراع اللي جاهم متاع بلدية ثانية", "MAT-1"),
        ("ما لقوش اسمي في الكشوفات", "REG-1"),
        ("officer did not let a voter in although she had her card", "REG-2"),
        ("خالتي عمرها ثمانين وخلوها واقفة في الشمس", "ACC-2"),
        ("واحد داخل مع بوه وراء الستارة ويختار بداله", "SEC-2"),
        ("طلبوا من الناس يصوروا ورقتهم باش ياخذوا الفلوس", "SEC-4"),
        ("somebody voted for his whole family", "PRO-5"),
        ("رئيس المركز قاللي ما عندكش حق تقعد هنا واطلع", "OBS-2"),
        ("حارس الباب رفض يدخلني وأنا عندي بطاقة مراقب", "OBS-1"),
        ("معلقين صور المترشح على حيط المدرسة اللي فيها الاقتراع", "CMP-2"),
        ("candidate supporters hand out leaflets at the gate", "CMP-2"),
        ("واحد واقف يعطي في الفلوس للناخبين", "BUY-1"),
        ("قالولهم اللي يصوت لفلان ياخذ شغل", "BUY-4"),
        ("جابوهم بالحافلة وقالولهم لمن يصوتوا", "BUY-5"),
        ("سيارة تابعة للدولة توزع في صور المرشح", "RES-1"),
        ("رماية قريبة من المركز وناس مسلحة", "VIO-1"),
        ("two men hit a polling worker and he is bleeding", "VIO-3"),
        ("شدوا زميلي ورفعوه في سيارة وما نعرفوش وين", "VIO-5"),
        ("الطريق للمدرسة مقطوعة بالسيارات", "VIO-6"),
        ("رجال واقفين داخل محطة النساء", "WOM-6"),
        ("يعدوا في الأصوات وما خلوش حد يحضر", "CNT-2"),
        ("عدد المصوتين في المحضر مش نفس عدد الورق", "CNT-3"),
        ("صفحة تقول هي المفوضية وهي مش هي", "INF-3"),
        ("يقولوا الانتخابات توقفت والكلام مش صحيح", "INF-2"),
        ("كلام يحرض على ناس من قبيلة معينة", "INF-4"),
    ];

    private static readonly LikelySubtypes Subtypes = new(Catalogue());

    [Fact]
    public void Of_the_reports_that_people_write_nearly_all_have_their_subtype_among_the_first_three()
    {
        var missed = Reports
            .Where(report => !Subtypes.Rank(report.Text).Take(3).Contains(report.Subtype))
            .Select(report => $"{report.Subtype} <- {string.Join(' ', Subtypes.Rank(report.Text))}: {report.Text}")
            .ToList();

        Assert.True(Reports.Length >= 60);
        Assert.True(missed.Count <= Reports.Length * 0.1, $"missed {missed.Count} of {Reports.Length}:\n" + string.Join('\n', missed));
    }

    [Fact]
    public void Three_of_four_have_it_first() =>
        Assert.InRange(Reports.Count(report => Subtypes.Rank(report.Text).FirstOrDefault() == report.Subtype), Reports.Length * 0.75, Reports.Length);

    [Theory]
    [InlineData("")]
    [InlineData("👍")]
    [InlineData("السلام عليكم")]
    [InlineData("hello")]
    [InlineData("في من على")]
    public void Words_that_say_nothing_offer_nothing(string text) => Assert.Empty(Subtypes.Rank(text));

    [Fact]
    public void At_most_four_are_offered_for_any_text() =>
        CsCheck.Check.Sample(ArabicNoise.Text, text => Subtypes.Rank(text).Length <= LikelySubtypes.MostOffered);

    [Fact]
    public void Every_subtype_has_words()
    {
        Assert.Equal(86, Catalogue().Count);
        Assert.All(Catalogue(), subtype => Assert.NotEmpty(subtype.Words));
    }

    private static List<SubtypeWords> Catalogue() =>
    [
        .. IncidentCatalogueReader.Read(TestFiles.Read("content", "incidents.yaml"), "content/incidents.yaml").Catalogue!.Subtypes
            .Select(subtype => new SubtypeWords(subtype.Id, subtype.Words, subtype.Label.Arabic, subtype.Label.English)),
    ];
}
