using System.Text;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Imports;
using Moomken.Bot.Places;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Tests.Places;

public sealed class PlaceImportTests : IAsyncDisposable
{
    private const string Towns = "code,name_ar,name_en,region,lat,lon,alt_names\nLY1,طرابلس المركز,Tripoli Centre,West,32.89,13.18,\nLY2,مصراتة,Misrata,West,32.37,15.09,Misurata\nLY3,الزاوية,Zawiya,West,,,\nLY4,الزاوية,Zawiya East,East,,,\n";

    private const string Stations = """
        الرقم;الاسم;الاسم بالإنجليزية;البلدية;المركز;خط العرض;خط الطول;الحالة;وسوم;أسماء أخرى;موازية
        140011;محطة ١;Station 1;طرابلس المركز;14001;;;;نساء|مدرسة;;أ
        ١٤٠٠١;مدرسة النصر;Al Nasr school;طرابلس المركز;;٣٢٫٨٩;13,18;مفتوح;;ثانوية النصر؛نصر;
        0231;مدرسة الفتح;;Misurata;;;;منقول;;;
        """;

    private readonly InMemoryStore store = new();

    [Fact]
    public async Task Stations_and_centres_are_found_by_number_and_by_any_spelling_of_their_names()
    {
        var places = Known();

        var tally = await ImportAsync(places, Stations);
        await new ImportedPlaces(store, places).RefreshAsync(CancellationToken.None);

        Assert.Equal((3, 0, 0), (tally.New, tally.Changed, tally.Unchanged));
        var station = places.ById("140011")!;
        Assert.Equal("مدرسة النصر، محطة ١", station.NameArabic);
        Assert.Equal("Al Nasr school, Station 1", station.Label(Tongue.English));
        Assert.Equal(("14001", "West", "LY1", "أ"), (station.CentreId, station.Region, station.MunicipalityId, station.Parallel));
        Assert.Equal(["نساء", "مدرسة"], station.Tags);
        Assert.Equal(32.89, station.Point!.Value.Latitude);
        Assert.Equal(PlaceStatus.Moved, places.ById("0231")!.Status);
        Assert.Equal("14001", Found(places, "مدرسه النصر"));
        Assert.Equal("14001", Found(places, "ثانويّة النصر"));
        Assert.Equal("140011", Found(places, "مدرسة النصر محطة 1"));
        Assert.Equal("14001", Found(places, "١٤٠٠١"));
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing_and_a_missing_row_stays()
    {
        await ImportAsync(Known(), Stations);

        var again = await ImportAsync(Known(), Stations);
        var shorter = await ImportAsync(Known(), "id,name_ar,municipality,status\n0231,مدرسة الفتح,LY2,مغلق\n");

        Assert.Equal((0, 0, 3), (again.New, again.Changed, again.Unchanged));
        Assert.Equal((0, 1, 0), (shorter.New, shorter.Changed, shorter.Unchanged));
        Assert.Contains("2 imported before and not in this file", Assert.Single(shorter.Notes), StringComparison.Ordinal);
        Assert.Equal(3, (await store.ReadAsync(reader => reader.Scan(Place.Documents, 10))).Count);
    }

    [Fact]
    public async Task A_station_may_come_in_a_later_file_than_its_centre()
    {
        await ImportAsync(Known(), Stations);

        var tally = await ImportAsync(Known(), "id,name,municipality,centre\n140012,محطة ٢,LY1,14001\n");

        Assert.Equal(1, tally.New);
    }

    [Fact]
    public async Task A_dry_run_writes_nothing()
    {
        var tally = await ImportAsync(Known(), Stations, dryRun: true);

        Assert.Equal(3, tally.New);
        Assert.Empty(await store.ReadAsync(reader => reader.Scan(Place.Documents, 10)));
    }

    [Theory]
    [InlineData("1,,LY1,,,,", "line 2, name_ar")]
    [InlineData(",مدرسة,LY1,,,,", "line 2, id: \"\": every place needs an id")]
    [InlineData("a b,مدرسة,LY1,,,,", "line 2, id: \"a b\"")]
    [InlineData("LY2,مدرسة,LY1,,,,", "in content/places already")]
    [InlineData("1,مدرسة,بلدة,,,,", "line 2, municipality: \"بلدة\": no municipality")]
    [InlineData("1,مدرسة,الزاويه,,,,", "write the code: LY3, LY4")]
    [InlineData("1,مدرسة,LY1,77,,,", "line 2, centre: \"77\": no centre")]
    [InlineData("1,مدرسة,LY1,,13.18,32.89,", "Were the two swapped?")]
    [InlineData("1,مدرسة,LY1,,32.89,,", "lat and lon come together")]
    [InlineData("1,مدرسة,LY1,,شمال,13,", "line 2, lat: \"شمال\": must be degrees")]
    [InlineData("1,مدرسة,LY1,,,,خراب", "line 2, status: \"خراب\": must be one of: open")]
    [InlineData("1,مدرسة,LY1,,,,\n1,مدرسة,LY2,,,,", "line 3, id: \"1\": this id is twice")]
    public async Task A_fault_is_named_with_line_column_value_and_rule_and_nothing_is_written(string rows, string says)
    {
        var tally = await ImportAsync(Known(), $"id,name_ar,municipality,centre,lat,lon,status\n{rows}\n9,مدرسة سليمة,LY2,,,,\n");

        Assert.Contains(tally.Faults, fault => fault.ToString().Contains(says, StringComparison.Ordinal));
        Assert.Empty(await store.ReadAsync(reader => reader.Scan(Place.Documents, 10)));
    }

    [Fact]
    public async Task Every_fault_is_listed_at_once()
    {
        var tally = await ImportAsync(Known(), "id,name,municipality,region,moved_to\n,,بلدة,,\n1,أ,LY1,شرق,88\n");

        Assert.Equal(["id", "name", "municipality", "region", "moved_to"], tally.Faults.Select(fault => fault.Column).OrderBy(column => Array.IndexOf(["id", "name", "municipality", "region", "moved_to"], column)));
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private async Task<ImportTally> ImportAsync(Gazetteer places, string file, bool dryRun = false) =>
        await new PlaceImport(places).RunAsync(store, Encoding.UTF8.GetBytes(file), dryRun, CancellationToken.None);

    private static string Found(Gazetteer places, string words) => Assert.IsType<PlaceMatch.One>(places.Find(words)).Place.Id;

    private static Gazetteer Known() => PlaceFiles.Parse(Towns, null).Gazetteer;
}
