using System.Text;
using Moomken.Bot.Imports;
using Xunit;

namespace Moomken.Bot.Tests.Imports;

public sealed class ImportTableTests
{
    private static readonly ImportColumn[] Columns =
        [new("name", true, "الاسم"), new("phone", true, "رقم الهاتف"), new("tags", false, "وسوم")];

    [Theory]
    [InlineData("name,phone,tags\nسالم,091,أ\n")]
    [InlineData("\uFEFFname;phone;tags\r\nسالم;091;أ\r\n")]
    [InlineData("الإسم\tرقم الهاتف\tوُسوم\nسالم\t091\tأ\n")]
    [InlineData("sep=;\nNAME;Phone;Tags\n\"سالم\";\" 091 \";أ")]
    [InlineData("name,phone,tags\n\n\u200Fسالم\u200E,\u00A0091,أ\n,,\n")]
    public void A_table_is_read_as_spreadsheets_save_it(string text)
    {
        var table = ImportTable.Read(Encoding.UTF8.GetBytes(text), Columns);

        Assert.Empty(table.Faults);
        var row = Assert.Single(table.Rows);
        Assert.Equal(["سالم", "091", "أ"], [row["name"], row["phone"], row["tags"]]);
    }

    [Fact]
    public void Excels_unicode_text_is_read_too()
    {
        var bytes = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("الاسم\tرقم الهاتف\r\nمنى\t٠٩١\r\n")).ToArray();

        var row = Assert.Single(ImportTable.Read(bytes, Columns).Rows);

        Assert.Equal("منى", row["name"]);
        Assert.Equal("091", row.Ascii("phone"));
        Assert.Equal("", row["tags"]);
    }

    [Fact]
    public void Arabic_of_an_old_code_page_is_refused_with_the_way_to_save_it()
    {
        // "سالم" in Windows-1256, as Excel's plain "CSV" writes it.
        byte[] bytes = [.. Encoding.ASCII.GetBytes("name,phone\n"), 0xD3, 0xC7, 0xE1, 0xE3, .. Encoding.ASCII.GetBytes(",091\n")];

        var fault = Assert.Single(ImportTable.Read(bytes, Columns).Faults);

        Assert.Contains("CSV UTF-8", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_names_the_line_that_the_editor_shows()
    {
        var table = ImportTable.Read(Encoding.UTF8.GetBytes("name,phone\n\"سالم\nالفيتوري\",091\n\nمنى\nعلي,092,x\n"), Columns);

        Assert.Equal([5, 6], table.Faults.Select(fault => fault.Line));
        Assert.Equal([2, 5, 6], table.Rows.Select(row => row.Line));
    }

    [Fact]
    public void Every_missing_and_doubled_column_is_named()
    {
        var table = ImportTable.Read(Encoding.UTF8.GetBytes("الاسم,name,notes\nأ,ب,ج\n"), Columns);

        Assert.Equal(2, table.Faults.Count);
        Assert.Contains("two columns mean \"name\"", table.Faults[0].Rule, StringComparison.Ordinal);
        Assert.Contains("\"phone\" is missing", table.Faults[1].Rule, StringComparison.Ordinal);
        Assert.Equal(["notes"], table.Ignored);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\n\n")]
    public void An_empty_file_is_a_fault_and_not_an_empty_list(string text)
    {
        Assert.Single(ImportTable.Read(Encoding.UTF8.GetBytes(text), Columns).Faults);
    }

    [Fact]
    public void Any_bytes_give_rows_or_faults_and_never_an_exception()
    {
        var random = new Random(20261123);
        for (var round = 0; round < 300; round++)
        {
            var bytes = new byte[random.Next(400)];
            random.NextBytes(bytes);
            var table = ImportTable.Read(round % 2 == 0 ? bytes : [.. "name,phone\n"u8, .. bytes], Columns);
            Assert.True(table.Faults.Count > 0 || table.Rows.Count >= 0);
        }
    }
}
