using CsCheck;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Incidents;
using Moomken.Bot.Tests.Support;
using Xunit;

namespace Moomken.Bot.Tests.Incidents;

public class IncidentCatalogueTests
{
    private const string Shipped = "content/incidents.yaml";

    private const string Small = """
        categories:
          - id: VIO
            ar: العنف
            en: Violence
            short_ar: العنف
            short_en: Violence
            severity: 4
            sources: ours
            subtypes:
              - id: VIO-1
                ar: مسلحون
                en: Armed people
                short_ar: مسلحون
                short_en: Armed
                severity: 4
                words: [سلاح, armed]
        """;

    [Fact]
    public void The_shipped_catalogue_has_no_fault_and_all_that_can_be_reported()
    {
        var reading = IncidentCatalogueReader.Read(Repository.Read(Shipped), Shipped);

        Assert.Empty(reading.Faults);
        var catalogue = reading.Catalogue!;
        Assert.Equal(14, catalogue.Categories.Length);
        Assert.Equal(86, catalogue.Subtypes.Count());
        Assert.Equal(86, catalogue.Subtypes.Select(subtype => subtype.Id).Distinct().Count());
        Assert.All(catalogue.Subtypes, subtype => Assert.InRange(subtype.Severity, 1, 4));
    }

    [Fact]
    public void Every_short_label_fits_a_button_and_every_subtype_can_be_recognised_in_both_languages()
    {
        var catalogue = IncidentCatalogueReader.Read(Repository.Read(Shipped), Shipped).Catalogue!;

        var labels = catalogue.Categories.Select(category => category.Label).Concat(catalogue.Subtypes.Select(subtype => subtype.Label));
        Assert.All(labels, label => Assert.All(Tongues.All, tongue => Assert.InRange(label.Button(tongue).Length, 3, IncidentCatalogue.MaxShortLabel)));
        Assert.All(labels, label => Assert.All(label.Arabic + label.ShortArabic, letter => Assert.False(char.IsAsciiLetter(letter), label.Arabic)));
        Assert.All(catalogue.Subtypes, subtype =>
        {
            Assert.Contains(subtype.Words, word => word.Any(letter => letter is >= '\u0620' and <= '\u064A'));
            Assert.Contains(subtype.Words, word => word.Any(char.IsAsciiLetter));
        });
    }

    [Theory]
    [InlineData("VIO-1", "VIO", 4)]
    [InlineData("BUY-1", "BUY", 3)]
    [InlineData("ACC-2", "ACC", 1)]
    public void A_subtype_is_found_by_id_with_its_category_and_severity(string id, string category, int severity)
    {
        var catalogue = IncidentCatalogueReader.Read(Repository.Read(Shipped), Shipped).Catalogue!;

        Assert.Equal((category, severity), (catalogue.Subtype(id)!.Category, catalogue.Subtype(id)!.Severity));
        Assert.Equal(category, catalogue.Category(category)!.Id);
        Assert.Null(catalogue.Subtype("VIO-99"));
        Assert.Null(catalogue.Category(null));
    }

    [Theory]
    [InlineData("severity: 4\n        words", "severity: 5\n        words", 15, "severity of VIO-1 is \"5\"")]
    [InlineData("short_en: Armed", "short_en: Armed people who stand around", 14, "short_en of VIO-1 has 29 characters")]
    [InlineData("id: VIO-1", "id: vio1", 10, "\"vio1\" is no id here")]
    [InlineData("id: VIO-1", "id: BUY-1", 10, "BUY-1 stands under VIO")]
    [InlineData("words: [سلاح, armed]", "words: []", 16, "VIO-1 needs a list \"words\"")]
    [InlineData("words: [سلاح, armed]", "words: [سلاح, سلاح]", 10, "stands 2 times among the words of VIO-1")]
    [InlineData("words: [سلاح, armed]", "words: [سلاح, '']", 16, "a word of VIO-1 must be a text")]
    [InlineData("    ar: العنف\n", "", 2, "VIO has no \"ar\"")]
    [InlineData("sources: ours", "source: ours", 8, "no key \"source\"")]
    [InlineData("subtypes:", "subtypes: none\n    words:", 9, "VIO needs a list \"subtypes\"")]
    public void A_fault_says_where_it_is_and_what_is_wrong(string good, string bad, int line, string message)
    {
        var broken = Small.Replace("\r", "", StringComparison.Ordinal).Replace(good, bad, StringComparison.Ordinal);
        Assert.NotEqual(Small, broken);

        var reading = IncidentCatalogueReader.Read(broken, "incidents.yaml");

        Assert.Null(reading.Catalogue);
        Assert.Contains(reading.Faults, fault => fault.Line == line && fault.Message.Contains(message, StringComparison.Ordinal));
        Assert.StartsWith($"incidents.yaml:{reading.Faults[0].Line}: ", reading.Faults[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_come_at_once()
    {
        var broken = Small.Replace("id: VIO-1", "id: X", StringComparison.Ordinal)
            .Replace("short_ar: مسلحون", "short_ar: ''", StringComparison.Ordinal)
            .Replace("severity: 4", "severity: high", StringComparison.Ordinal);

        Assert.True(IncidentCatalogueReader.Read(broken, "incidents.yaml").Faults.Length >= 4);
    }

    [Theory]
    [InlineData("")]
    [InlineData("just words")]
    [InlineData("categories: [1, 2]")]
    [InlineData("categories:\n\t- tab")]
    [InlineData("categories: &a [*a]")]
    [InlineData("a: b: c")]
    public void A_file_that_is_something_else_is_a_fault_and_no_exception(string text)
    {
        var reading = IncidentCatalogueReader.Read(text, "incidents.yaml");

        Assert.NotEmpty(reading.Faults);
        Assert.All(reading.Faults, fault => Assert.True(fault.Line >= 1));
    }

    [Fact]
    public void A_file_damaged_anywhere_never_throws() =>
        Gen.Select(Gen.Int[0, Small.Length - 1], Gen.Char["\0:-[\"\n\t&{ا"]).Sample((at, put) =>
        {
            IncidentCatalogueReader.Read(string.Concat(Small.AsSpan(0, at), put.ToString(), Small.AsSpan(at + 1)), "incidents.yaml");
        });
}
