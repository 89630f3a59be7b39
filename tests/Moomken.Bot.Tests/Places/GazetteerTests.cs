using CsCheck;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Places;
using Moomken.Bot.Tests.Language;
using Xunit;

namespace Moomken.Bot.Tests.Places;

public class GazetteerTests
{
    private static readonly Gazetteer Libya = Load();

    [Theory]
    [InlineData("بنغازي", "LY010304")]
    [InlineData("بنغازى", "LY010304")]
    [InlineData("إجدابيا", "LY010504")]
    [InlineData("أجدابيا", "LY010504")]
    [InlineData("اجدابيه", "LY010504")]
    [InlineData("صبراتة", "LY021502")]
    [InlineData("صبراته", "LY021502")]
    [InlineData("صبراتا", "LY021502")]
    [InlineData("خمس", "LY021001")]
    [InlineData("الخمس", "LY021001")]
    [InlineData("البيضاء", "LY010602")]
    [InlineData("البيضا", "LY010602")]
    [InlineData("القره بوللي", "LY021004")]
    [InlineData("القرة بوللي", "LY021004")]
    [InlineData("القربوللي", "LY021004")]
    [InlineData("القره‌بوللي", "LY021004")]
    [InlineData("قصر الأخيار", "LY021003")]
    [InlineData("قصر خيار", "LY021003")]
    [InlineData("قصر لخيار", "LY021003")]
    [InlineData("أبو سليم", "LY021105")]
    [InlineData("أبوسليم", "LY021105")]
    [InlineData("بوسليم", "LY021105")]
    [InlineData("بو سليم", "LY021105")]
    [InlineData("هراوة", "LY020802")]
    [InlineData("وادي هراوة", "LY020802")]
    [InlineData("براك", "LY031801")]
    [InlineData("براك الشاطئ", "LY031801")]
    [InlineData("براك الشاطي", "LY031801")]
    [InlineData("إدري", "LY031802")]
    [InlineData("أدري", "LY031802")]
    [InlineData("سوق الجمعه", "LY021101")]
    [InlineData("سوقالجمعة", "LY021101")]
    [InlineData("حي الاندلس", "LY021106")]
    [InlineData("تاجورة", "LY021102")]
    [InlineData("طرابلس", "LY021104")]
    [InlineData("طرابلس المركز", "LY021104")]
    [InlineData("بلدية مصراته", "LY021401")]
    [InlineData("مدينة درنة", "LY010102")]
    [InlineData("درج", "LY020907")]
    [InlineData("الجميل", "LY021504")]
    [InlineData("هون", "LY031701")]
    [InlineData("ﺳﺒﻬﺎ", "LY031901")]
    [InlineData("سبهــا!", "LY031901")]
    [InlineData("الزاوية الغرب", "LY021303")]
    [InlineData("غرب الزاوية", "LY021303")]
    [InlineData("بئر الغنم", "LYX-BIRALGHANAM")]
    [InlineData("بير الغنم", "LYX-BIRALGHANAM")]
    [InlineData("البوانيس", "LY031902")]
    public void A_name_is_found_however_it_is_spelt(string words, string id) => AssertOne(id, words);

    [Theory]
    [InlineData("Benghazi", "LY010304")]
    [InlineData("bengazi", "LY010304")]
    [InlineData("TRIPOLI", "LY021104")]
    [InlineData("tarabulus", "LY021104")]
    [InlineData("el khoms", "LY021001")]
    [InlineData("al-khums", "LY021001")]
    [InlineData("Alkhums", "LY021001")]
    [InlineData("Misrata", "LY021401")]
    [InlineData("misratah", "LY021401")]
    [InlineData("misurata", "LY021401")]
    [InlineData("Zuwara", "LY021503")]
    [InlineData("zuwarah", "LY021503")]
    [InlineData("garaboli", "LY021004")]
    [InlineData("Qarabulli", "LY021004")]
    [InlineData("gharyan", "LY021606")]
    [InlineData("gheryan", "LY021606")]
    [InlineData("Az Zintan", "LY021602")]
    [InlineData("zentan", "LY021602")]
    [InlineData("abu slim", "LY021105")]
    [InlineData("hay al andalus", "LY021106")]
    [InlineData("Hai Al-Andalus", "LY021106")]
    [InlineData("souq al jumaa", "LY021101")]
    [InlineData("Suq al-Jum'aa", "LY021101")]
    [InlineData("Sirte", "LY020803")]
    [InlineData("sert", "LY020803")]
    [InlineData("sabha", "LY031901")]
    [InlineData("zliten", "LY021402")]
    [InlineData("zaltan", "LY021506")]
    [InlineData("El Beyda", "LY010602")]
    [InlineData("ajdabiya", "LY010504")]
    [InlineData("sabrata", "LY021502")]
    [InlineData("zawiya west", "LY021303")]
    public void Latin_spellings_are_found_with_or_without_the_article(string words, string id) => AssertOne(id, words);

    [Theory]
    [InlineData("أمام مركز في طرابلس المركز", "LY021104")]
    [InlineData("في مدرسة بمصراتة", "LY021401")]
    [InlineData("صار ضرب نار في بنغازي توا", "LY010304")]
    [InlineData("انا في سوق الجمعة طرابلس", "LY021101")]
    [InlineData("طرابلس، سوق الجمعة", "LY021101")]
    [InlineData("قريب من جامع في تاجوراء", "LY021102")]
    [InlineData("المركز اللي في الزاوية الجنوب", "LY021304")]
    [InlineData("احنا لبني وليد ماشيين", "LY021404")]
    [InlineData("وصلت لطرابلس", "LY021104")]
    [InlineData("near the school in Abu Salim", "LY021105")]
    [InlineData("in front of a centre in tripoli", "LY021104")]
    [InlineData("somewhere in Al Bayda city", "LY010602")]
    public void A_place_is_found_inside_a_sentence(string words, string id) => AssertOne(id, words);

    [Theory]
    [InlineData("الزاوية", "LY021301 LY021303 LY021304 LYX-ZAWIYAMIDDLE LYX-ZAWIYANORTH")]
    [InlineData("زاوية", "LY021301 LY021303 LY021304 LYX-ZAWIYAMIDDLE LYX-ZAWIYANORTH")]
    [InlineData("في الزاوية", "LY021301 LY021303 LY021304 LYX-ZAWIYAMIDDLE LYX-ZAWIYANORTH")]
    [InlineData("صار هجوم بالزاوية اليوم", "LY021301 LY021303 LY021304 LYX-ZAWIYAMIDDLE LYX-ZAWIYANORTH")]
    [InlineData("zawia", "LY021301 LY021303 LY021304 LYX-ZAWIYAMIDDLE LYX-ZAWIYANORTH")]
    [InlineData("الشاطئ", "LY031801 LY031802 LY031803")]
    [InlineData("الشاطي", "LY031801 LY031802 LY031803")]
    [InlineData("الجبل", "LY010203 LY020908 LY021614 LYX-SOUTHALJABALALAKHDAR")]
    [InlineData("جنزور والعزيزية", "LY021206 LY021207")]
    [InlineData("واقف على درج المركز", "LY020907")]
    [InlineData("في شارع عمر المختار", "LYX-OMARALMUKHTAR")]
    [InlineData("مدرسة سبها الثانوية", "LY031901")]
    [InlineData("مصرتة", "LY021401")]
    [InlineData("بنقازي", "LY010304")]
    [InlineData("جنزرو", "LY021206")]
    [InlineData("في غريانن توا", "LY021606")]
    [InlineData("Misrqta", "LY021401")]
    public void What_can_be_read_in_more_than_one_way_is_asked(string words, string ids)
    {
        var several = Assert.IsType<PlaceMatch.Several>(Libya.Find(words));

        Assert.Equal(ids.Split(' ').Order(StringComparer.Ordinal), several.Places.Select(place => place.Id).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("نعم")]
    [InlineData("المركز")]
    [InlineData("في المدرسة")]
    [InlineData("ما نعرفش")]
    [InlineData("باريس")]
    [InlineData("👍")]
    [InlineData("12345")]
    [InlineData("مركز وسط المدينة")]
    [InlineData("الإمام في خطبة الجمعة قال صوتوا لفلان")]
    [InlineData("واحد أعمى طلب المساعدة ورفضوا يساعدوه")]
    [InlineData("al")]
    [InlineData("the school near my house")]
    public void Words_without_a_place_find_none(string words) => Assert.IsType<PlaceMatch.None>(Libya.Find(words));

    [Fact]
    public void Every_municipality_is_found_by_its_own_names()
    {
        foreach (var place in Libya.Places)
        {
            AssertFinds(place, place.NameArabic);
            AssertFinds(place, place.NameEnglish);
            AssertFinds(place, "في " + place.NameArabic);
        }
    }

    [Fact]
    public void Any_words_are_answered()
    {
        ArabicNoise.Text.Sample(text => Libya.Find(text) is not null);
        Gen.String.Sample(text => Libya.Find(text) is not null);
        Assert.NotNull(Libya.Find(new string('ط', 10_000)));
        Assert.NotNull(Libya.Find(string.Concat(Enumerable.Repeat("في طرابلس ", 1_000))));
    }

    [Theory]
    [InlineData(32.12, 20.08, "LY010304", 1)]
    [InlineData(32.90, 13.18, "LY021104", 1)]
    [InlineData(27.0, 14.4, "LY031901", 6)]
    public void The_nearest_place_is_found_with_its_distance(double latitude, double longitude, string id, double atMost)
    {
        var nearest = Libya.Nearest(new GeoPoint(latitude, longitude));

        Assert.Equal(id, nearest!.Place.Id);
        Assert.InRange(nearest.Kilometres, 0, atMost);
    }

    [Theory]
    [InlineData(36.8, 10.18)]
    [InlineData(28.0, 20.0)]
    [InlineData(0, 0)]
    [InlineData(double.NaN, 13)]
    [InlineData(1e9, -1e9)]
    public void A_point_far_from_every_town_has_no_nearest_place(double latitude, double longitude) =>
        Assert.Null(Libya.Nearest(new GeoPoint(latitude, longitude)));

    [Fact]
    public void Distance_is_measured_on_the_globe() =>
        Assert.InRange(Gazetteer.Kilometres(new GeoPoint(32.8967, 13.1778), new GeoPoint(32.12, 20.0812)), 645, 660);

    [Fact]
    public void A_label_is_in_the_persons_language()
    {
        var place = Libya.ById("LY021104")!;

        Assert.Equal("طرابلس المركز", place.Label(Tongue.Arabic));
        Assert.Equal("Tripoli", place.Label(Tongue.English));
        Assert.Equal("West", place.Region);
    }

    private static void AssertOne(string id, string words)
    {
        var match = Libya.Find(words);

        Assert.True(match is PlaceMatch.One one && one.Place.Id == id, $"{words}: {match switch
        {
            PlaceMatch.One found => found.Place.Id,
            PlaceMatch.Several several => string.Join(' ', several.Places.Select(place => place.Id)),
            _ => "none",
        }}");
    }

    private static void AssertFinds(Place place, string words)
    {
        var found = Libya.Find(words) switch
        {
            PlaceMatch.One one => [one.Place],
            PlaceMatch.Several several => several.Places.ToList(),
            _ => new List<Place>(),
        };

        Assert.True(found.Contains(place), $"{words}: {string.Join(' ', found.Select(other => other.Id))}");
    }

    private static Gazetteer Load()
    {
        var (gazetteer, faults) = PlaceFiles.Load(TestFiles.Path("content", "places"));
        Assert.Empty(faults);
        Assert.Equal(149, gazetteer.Places.Count(place => place.Kind == PlaceKind.Municipality));
        return gazetteer;
    }
}
