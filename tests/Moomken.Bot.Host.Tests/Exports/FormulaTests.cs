using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using CsvHelper;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Host.Exports;
using Moomken.Bot.Incidents;
using Moomken.Bot.Tests.Incidents;
using Xunit;

namespace Moomken.Bot.Host.Tests.Exports;

public class FormulaTests
{
    private static readonly Gen<string> Hostile = Gen.Select(
        Gen.OneOf(Gen.Const(""), Gen.String["\u200E\u200F\u061C\u202A\u202E\u2066\u2069\uFEFF\u200B\u00A0 \t\r\n\0'"]),
        Gen.OneOf(Gen.String["=+-@＝＋－＠﹢﹣﹦−\t\r\n"], Gen.String["اأبرشوة09٠ \ud800\udc00,;|\""], Gen.String),
        Gen.OneOf(Gen.Const("HYPERLINK(\"http://x\")"), Gen.Const("cmd|'/C calc'!A0"), Gen.Const("0912345678"), Gen.String))
        .Select((start, middle, end) => start + middle + end);

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+218912345678")]
    [InlineData("-5")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r\n=1")]
    [InlineData("＝1")]
    [InlineData("＋1")]
    [InlineData("－1")]
    [InlineData("＠x")]
    [InlineData("\u200F=1")]
    [InlineData("\u202E\u2066 =1")]
    [InlineData("\uFEFF+1")]
    public void What_a_program_could_run_begins_with_an_apostrophe(string text) =>
        Assert.StartsWith("'", ExportCell.Text(text, Tongue.Arabic), StringComparison.Ordinal);

    [Theory]
    [InlineData("رشوة = 50 دينار")]
    [InlineData("ABCD-1234")]
    [InlineData("")]
    [InlineData("مسلحون - أمام المركز")]
    public void Ordinary_words_are_left_alone(string text) => Assert.Equal(text, ExportCell.Text(text, Tongue.Arabic));

    [Fact]
    public void A_text_of_any_length_fits_a_cell()
    {
        var text = ExportCell.Text(string.Concat(Enumerable.Repeat("😀", 40_000)), Tongue.Arabic);

        Assert.InRange(text.Length, ExportCell.MaxLength - 1, ExportCell.MaxLength + 1);
        Assert.DoesNotContain('\uFFFD', text);
        Assert.EndsWith("😀…", text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_cell_of_a_csv_is_ever_a_formula() => Hostile.Array[1, 4].Sample(
        texts =>
        {
            var csv = CsvReader.Create(Written(CsvExport.Write, texts), new CsvReaderOptions { HasHeader = true });
            var rows = 0;
            while (csv.Read())
            {
                rows++;
                for (var i = 0; i < csv.FieldCount; i++)
                {
                    Assert.False(Runs(csv.GetString(i)), $"cell {csv.Headers[i]}");
                }
            }

            Assert.Equal(texts.Length, rows);
        },
        iter: 200,
        threads: 1);

    [Fact]
    public void No_cell_of_a_sheet_is_ever_a_formula() => Hostile.Array[1, 4].Sample(
        texts =>
        {
            var sheet = Sheet(Written(XlsxExport.Write, texts));
            XNamespace x = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
            Assert.Equal(texts.Length + 1, sheet.Descendants(x + "row").Count());
            Assert.Empty(sheet.Descendants(x + "f"));
            Assert.All(sheet.Descendants(x + "c").Where(cell => (string?)cell.Attribute("t") != "n"), cell =>
            {
                Assert.Equal("str", (string?)cell.Attribute("t"));
                Assert.False(Runs(cell.Value), cell.ToString());
            });
        },
        iter: 60,
        threads: 1);

    // A plain number may carry its minus sign: it is a value and no formula.
    private static bool Runs(string cell) =>
        Regex.IsMatch(cell, @"^([\t\r\n]|[\s\p{Cc}\p{Cf}\p{Mn}]*[=+\-@＝＋－＠])") && !double.TryParse(cell, CultureInfo.InvariantCulture, out _);

    private static XDocument Sheet(byte[] bytes)
    {
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(bytes));
        using var entry = zip.Entries.Single(one => one.FullName.EndsWith("sheet1.xml", StringComparison.Ordinal)).Open();
        return XDocument.Load(entry);
    }

    private static byte[] Written(Action<IncidentExport, Stream> write, string[] texts)
    {
        var world = new ExportWorld();
        var rows = texts.Select(text =>
        {
            var version = new IncidentVersion
            {
                Number = 1,
                At = default,
                Source = text,
                Severity = 1,
                Category = text,
                Subtype = text,
                PlaceId = text,
                PlaceText = text,
                Region = text,
                HappenedText = text,
                Text = text,
                Point = new Dialogs.Engine.GeoPoint(-3.5, -8.25),
            };
            var incident = new Incident
            {
                Id = "1",
                Code = "ABCD1234",
                Reporter = ReporterKind.Observer,
                ReporterId = "p",
                Channel = text,
                CreatedAt = default,
                Versions = [version],
            };
            var sources = world.Sources with { Reporter = _ => new ReporterIdentity(text, text, text) };
            return new ExportRow(incident, version, new ExportRequest { Names = ExportWorld.Leave }, sources);
        });
        using var stream = new MemoryStream();
        write(new IncidentExport(new ExportRequest { Names = ExportWorld.Leave }, default, ExportColumn.All, rows.Count(), rows), stream);
        return stream.ToArray();
    }
}
