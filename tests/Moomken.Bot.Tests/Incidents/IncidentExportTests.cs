using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Incidents;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Tests.Incidents;

public class IncidentExportTests
{
    private readonly ExportWorld world = new();

    [Fact]
    public async Task Without_leave_nobody_is_opened_and_no_column_names_anybody()
    {
        await world.Add();

        var export = await world.Export();

        Assert.DoesNotContain(export.Columns, column => column.Names);
        Assert.All(ExportColumn.All, column => Assert.DoesNotContain(column.Value(export.Rows.First())?.ToString() ?? "", ExportWorld.Canaries));
        Assert.Empty(world.Opened);
        Assert.Empty(await world.Audit());
    }

    [Fact]
    public async Task With_leave_names_are_there_and_the_audit_says_who_why_and_how_many()
    {
        await world.Add();
        await world.Add();

        var export = await world.Export(new ExportRequest { Names = ExportWorld.Leave, Since = new DateOnly(2026, 11, 1) });

        Assert.Equal(ExportWorld.Canaries[0], ExportWorld.Value(export.Rows.First(), "reporter_name"));
        var line = (await world.Audit()).Single();
        Assert.Equal(("command line", "lead", "مراجعة قانونية", 2), (line.Who, line.Role, line.Reason, line.Count));
        Assert.Equal("export incidents: since 2026-11-01, to the end, latest versions, with names", line.What);
        Assert.Equal(world.Time.GetUtcNow(), line.At);
    }

    [Fact]
    public async Task An_export_with_names_that_cannot_be_written_to_the_audit_does_not_happen()
    {
        await world.Add();
        world.Store.BeforeCommit = () => throw new StoreUnavailableException("disk full");

        await Assert.ThrowsAsync<StoreUnavailableException>(() => world.Export(new ExportRequest { Names = ExportWorld.Leave }));
        Assert.Empty(world.Opened);
    }

    [Theory]
    [InlineData("", "reason")]
    [InlineData("lead", " ")]
    public async Task Names_need_a_role_and_a_reason(string role, string reason) =>
        await Assert.ThrowsAsync<ArgumentException>(() => world.Export(new ExportRequest { Names = new ExportLeave("M7K2", role, reason) }));

    [Fact]
    public async Task A_citizen_who_did_not_want_to_be_contacted_is_never_named()
    {
        await world.Add(about: incident => incident with { Reporter = ReporterKind.Citizen, MayContact = false });
        await world.Add(about: incident => incident with { Reporter = ReporterKind.Citizen, MayContact = true });
        await world.Add(about: incident => incident with { ReporterId = null });

        var rows = (await world.Export(new ExportRequest { Names = ExportWorld.Leave })).Rows.ToList();

        Assert.Equal([null, ExportWorld.Canaries[1], null], rows.Select(row => ExportWorld.Value(row, "reporter_phone")));
    }

    [Fact]
    public async Task The_latest_version_is_exported_and_all_of_them_when_asked()
    {
        await world.Add(about: incident => incident with
        {
            Versions = [incident.Latest, incident.Latest with { Number = 2, Source = "addition", Text = "وصلت الشرطة" }],
        });

        Assert.Equal("وصلت الشرطة", ExportWorld.Value((await world.Export()).Rows.Single(), "text"));
        var all = (await world.Export(new ExportRequest { AllVersions = true })).Rows.ToList();
        Assert.Equal(["بلاغ", "إضافة"], all.Select(row => ExportWorld.Value(row, "version_source")));
    }

    [Fact]
    public async Task Days_are_Libyan_days_and_the_last_one_counts_to_its_end()
    {
        world.Time.SetUtcNow(new DateTimeOffset(2026, 11, 23, 21, 59, 0, TimeSpan.Zero));
        var lateOnThe23rd = await world.Add();
        world.Time.SetUtcNow(new DateTimeOffset(2026, 11, 23, 22, 0, 0, TimeSpan.Zero));
        var firstOfThe24th = await world.Add();

        var until = await world.Export(new ExportRequest { Until = new DateOnly(2026, 11, 23) });
        var since = await world.Export(new ExportRequest { Since = new DateOnly(2026, 11, 24) });

        Assert.Equal(lateOnThe23rd.Id, until.Rows.Single().Incident.Id);
        Assert.Equal(firstOfThe24th.Id, since.Rows.Single().Incident.Id);
    }

    [Fact]
    public async Task More_reports_than_a_page_all_come_out_once_and_in_order()
    {
        for (var i = 0; i < 450; i++)
        {
            await world.Add();
        }

        var codes = (await world.Export()).Rows.Select(row => row.Incident.Code).ToList();

        Assert.Equal(450, codes.Distinct().Count());
        Assert.Equal(codes.Order(StringComparer.Ordinal), codes);
    }

    [Fact]
    public async Task A_shared_location_is_coarse_without_leave_and_exact_with_it()
    {
        await world.Add(version => version with { Point = new GeoPoint(32.887209, 13.191338) });

        Assert.Equal(new GeoPoint(32.89, 13.19), (await world.Export()).Rows.First().Point);
        Assert.Equal(new GeoPoint(32.887209, 13.191338), (await world.Export(new ExportRequest { Names = ExportWorld.Leave })).Rows.First().Point);
    }

    [Fact]
    public async Task A_report_without_a_shared_location_is_shown_where_its_place_lies_and_says_so()
    {
        await world.Add();
        await world.Add(version => version with { PlaceId = null });

        var rows = (await world.Export(new ExportRequest { Tongue = Tongue.English })).Rows.ToList();

        Assert.Equal((new GeoPoint(32.76, 22.64), "the place's"), (rows[0].Point!.Value, ExportWorld.Value(rows[0], "point_source")));
        Assert.Equal((null, null), (rows[1].Point, ExportWorld.Value(rows[1], "point_source")));
    }

    [Fact]
    public async Task A_report_with_a_type_that_the_catalogue_no_longer_has_is_still_exported()
    {
        await world.Add(version => version with { Category = "OLD", Subtype = "OLD-1", Severity = 9 });

        var row = (await world.Export()).Rows.Single();

        Assert.Equal(("OLD-1", null, "9"), (ExportWorld.Value(row, "subtype"), ExportWorld.Value(row, "subtype_name"), ExportWorld.Value(row, "severity_name")));
    }

    [Fact]
    public void Every_column_has_its_own_id_and_headers()
    {
        Assert.Equal(ExportColumn.All.Length, ExportColumn.All.Select(column => column.Id).Distinct().Count());
        Assert.All(Tongues.All, tongue => Assert.Equal(ExportColumn.All.Length, ExportColumn.All.Select(column => column.Header(tongue)).Distinct().Count()));
    }

    [Theory]
    [InlineData("اتصلوا بي على 0912345678 الآن", "اتصلوا بي على ••• الآن")]
    [InlineData("رقمي ٠٩١٢٣٤٥٦٧٨", "رقمي •••")]
    [InlineData("رقمي ۰۹۱-۲۳۴-۵۶۷۸", "رقمي •••")]
    [InlineData("call +218 91 234 5678 or 00218912345678", "call ••• or •••")]
    [InlineData("+218 (0)91 234 5678", "•••")]
    [InlineData("218912345678", "•••")]
    [InlineData("from +33612345678", "from •••")]
    [InlineData("رقمه الوطني 119850123456", "رقمه الوطني •••")]
    [InlineData("محطة 12345 الساعة 10:30 يوم 2026-11-23", "محطة 12345 الساعة 10:30 يوم 2026-11-23")]
    [InlineData("250 ورقة و1441", "250 ورقة و1441")]
    [InlineData("", "")]
    public void Phone_and_national_numbers_in_a_text_are_masked_and_other_numbers_are_not(string written, string shown) =>
        Assert.Equal(shown, PersonalNumbers.Mask(written));

    [Fact]
    public async Task Peoples_own_words_are_masked_without_leave_and_whole_with_it()
    {
        await world.Add(version => version with { Text = "كلموني 0912345678", PlaceText = "بيت 0921234567", HappenedText = "بعد ما اتصل 0941234567" });

        var row = (await world.Export()).Rows.First();
        Assert.All(["text", "place_name", "happened_text"], column => Assert.Contains(PersonalNumbers.Hidden, ExportWorld.Value(row, column), StringComparison.Ordinal));
        Assert.Equal("كلموني 0912345678", ExportWorld.Value((await world.Export(new ExportRequest { Names = ExportWorld.Leave })).Rows.First(), "text"));
    }
}
