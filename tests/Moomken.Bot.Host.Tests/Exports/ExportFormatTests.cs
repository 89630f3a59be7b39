using System.Text;
using System.Text.Json;
using CsvHelper;
using MiniExcelLibs;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Host.Exports;
using Moomken.Bot.Incidents;
using Moomken.Bot.Tests.Incidents;
using Xunit;

namespace Moomken.Bot.Host.Tests.Exports;

public class ExportFormatTests
{
    private readonly ExportWorld world = new();

    [Fact]
    public async Task Csv_begins_with_the_mark_that_Excel_needs_and_has_Arabic_headers()
    {
        await world.Add(version => version with { Text = "سطر أول\nسطر «ثان», \"مع\" علامات" });

        var bytes = Bytes("csv", await world.Export());

        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), bytes[..3]);
        using var csv = Csv(bytes);
        Assert.Equal("رمز البلاغ", csv.Headers[0]);
        Assert.True(csv.Read());
        Assert.Equal("سطر أول\nسطر «ثان», \"مع\" علامات", csv.GetString("نص البلاغ"));
        Assert.Equal("2026-11-23 11:00", csv.GetString("وقت الاستلام (ليبيا)"));
        Assert.Equal("حرجة", csv.GetString("الخطورة"));
        Assert.Equal("مسلحون داخل المركز أو حوله دون صفة", csv.GetString("النوع"));
        Assert.False(csv.Read());
    }

    [Fact]
    public async Task Csv_in_English_has_English_headers_and_labels()
    {
        await world.Add();

        using var csv = Csv(Bytes("csv", await world.Export(new ExportRequest { Tongue = Tongue.English })));

        Assert.Equal("Case code", csv.Headers[0]);
        Assert.True(csv.Read());
        Assert.Equal("Armed people inside or around a centre without role", csv.GetString("Type"));
        Assert.Equal("no", csv.GetString("Unfinished"));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("geojson")]
    [InlineData("xlsx")]
    public async Task Rows_go_into_the_file_as_they_are_read(string format)
    {
        const int count = 5_000;
        await world.Add(version => version with { Text = new string('ن', 300) });
        var small = await world.Export();
        var row = small.Rows.First();
        var read = 0;
        var rows = Enumerable.Range(0, count).Select(_ =>
        {
            read++;
            return row;
        });
        var readAtFirst = 0;
        using var target = new FirstWrite(() => readAtFirst = read);

        ExportFormat.Named(format)!.Write(small with { Count = count, Rows = rows }, target);

        Assert.Equal(count, read);
        Assert.InRange(readAtFirst, 1, count / 2);
    }

    [Theory]
    [InlineData(Tongue.Arabic, true)]
    [InlineData(Tongue.English, false)]
    public async Task A_sheet_runs_in_the_direction_of_its_language(Tongue tongue, bool rightToLeft)
    {
        await world.Add();

        var sheet = Xlsx.Sheet(Bytes("xlsx", await world.Export(new ExportRequest { Tongue = tongue })));

        Assert.Equal(rightToLeft, sheet.Contains("rightToLeft=\"1\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    [InlineData("json")]
    [InlineData("geojson")]
    public async Task An_export_without_reports_is_a_whole_file(string format)
    {
        var bytes = Bytes(format, await world.Export());

        Assert.Equal(0, Count(format, bytes));
        if (format is "csv" or "xlsx")
        {
            var header = format == "csv" ? Csv(bytes).Headers[0] : (string)Xlsx.Rows(bytes)[0].Values.First();
            Assert.Equal("رمز البلاغ", header);
        }
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    [InlineData("json")]
    [InlineData("geojson")]
    public async Task As_many_come_out_as_went_in_and_nobody_is_named(string format)
    {
        for (var i = 0; i < 37; i++)
        {
            await world.Add(version => i % 3 == 0 ? version with { PlaceId = null, Text = null, Category = null, Subtype = null } : version);
        }

        var bytes = Bytes(format, await world.Export());

        Assert.Equal(37, Count(format, bytes));
        var text = format == "xlsx" ? Xlsx.Sheet(bytes) : Encoding.UTF8.GetString(bytes);
        Assert.All([.. ExportWorld.Canaries, "person-1"], canary => Assert.DoesNotContain(canary, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    [InlineData("json")]
    [InlineData("geojson")]
    public async Task With_leave_every_format_has_the_names_and_the_audit_its_line(string format)
    {
        await world.Add();

        var bytes = Bytes(format, await world.Export(new ExportRequest { Names = ExportWorld.Leave }));

        Assert.Contains(ExportWorld.Canaries[0], format == "xlsx" ? Xlsx.Sheet(bytes) : Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.Single(await world.Audit());
    }

    [Fact]
    public async Task Geojson_is_longitude_first_coarse_and_keeps_reports_without_a_place()
    {
        await world.Add(version => version with { Point = new GeoPoint(32.887209, 13.191338) });
        await world.Add(version => version with { PlaceId = null });

        using var json = JsonDocument.Parse(Bytes("geojson", await world.Export()));

        Assert.Equal("FeatureCollection", json.RootElement.GetProperty("type").GetString());
        var features = json.RootElement.GetProperty("features").EnumerateArray().ToList();
        Assert.All(features, feature => Assert.Equal("Feature", feature.GetProperty("type").GetString()));
        Assert.Equal([13.19, 32.89], features[0].GetProperty("geometry").GetProperty("coordinates").EnumerateArray().Select(one => one.GetDouble()));
        Assert.Equal(JsonValueKind.Null, features[1].GetProperty("geometry").ValueKind);
        Assert.False(features[0].GetProperty("properties").TryGetProperty("latitude", out _));
    }

    [Fact]
    public async Task Json_is_typed_and_says_what_it_holds()
    {
        await world.Add();

        using var json = JsonDocument.Parse(Bytes("json", await world.Export(new ExportRequest { Until = new DateOnly(2026, 12, 1) })));

        var notice = json.RootElement.GetProperty("export");
        Assert.Equal(("from the beginning, until 2026-12-01, latest versions, without names", 1, false),
            (notice.GetProperty("filter").GetString(), notice.GetProperty("count").GetInt32(), notice.GetProperty("names").GetBoolean()));
        var row = json.RootElement.GetProperty("incidents")[0];
        Assert.Equal("ABCD-0000", row.GetProperty("code").GetString());
        Assert.Equal(4, row.GetProperty("severity").GetInt32());
        Assert.Equal("2026-11-23T11:00:00+02:00", row.GetProperty("received_at").GetString());
        Assert.Equal(JsonValueKind.Null, row.GetProperty("happened_at").ValueKind);
    }

    private static byte[] Bytes(string format, IncidentExport export)
    {
        using var stream = new MemoryStream();
        ExportFormat.Named(format)!.Write(export, stream);
        return stream.ToArray();
    }

    private static CsvReader Csv(byte[] bytes)
    {
        var csv = CsvReader.Create(bytes, new CsvReaderOptions { HasHeader = true });
        csv.ReadHeader();
        return csv;
    }

    private static int Count(string format, byte[] bytes)
    {
        switch (format)
        {
            case "csv":
                using (var csv = Csv(bytes))
                {
                    var rows = 0;
                    while (csv.Read())
                    {
                        rows++;
                    }

                    return rows;
                }

            case "xlsx":
                return Xlsx.Rows(bytes).Count - 1;
            default:
                using (var json = JsonDocument.Parse(bytes))
                {
                    return json.RootElement.GetProperty(format == "json" ? "incidents" : "features").GetArrayLength();
                }
        }
    }

    /// <summary>Says when more arrives than a heading.</summary>
    private sealed class FirstWrite(Action first) : MemoryStream
    {
        private bool said;

        // What is written in other ways comes here as well.
        public override void Write(byte[] buffer, int offset, int count)
        {
            base.Write(buffer, offset, count);
            if (!said && Length > 4_000)
            {
                said = true;
                first();
            }
        }
    }
}

/// <summary>Opens a workbook as a program would, and as the XML that it is.</summary>
internal static class Xlsx
{
    public static List<IDictionary<string, object>> Rows(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return [.. MiniExcel.Query(stream).Cast<IDictionary<string, object>>()];
    }

    public static string Sheet(byte[] bytes)
    {
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(bytes));
        using var reader = new StreamReader(zip.Entries.Single(entry => entry.FullName.EndsWith("sheet1.xml", StringComparison.Ordinal)).Open());
        return System.Net.WebUtility.HtmlDecode(reader.ReadToEnd());
    }
}
