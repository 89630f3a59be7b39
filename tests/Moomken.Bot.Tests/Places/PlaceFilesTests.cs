using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Places;
using Xunit;

namespace Moomken.Bot.Tests.Places;

public class PlaceFilesTests
{
    private const string Heading = "code,name_ar,name_en,region,mantika,lat,lon,alt_names,coord_source,everyday\n";
    private const string Towns = Heading +
        "LY1,طرابلس المركز,Tripoli,West,طرابلس,32.8967,13.1778,طرابلس,,\n" +
        "LY2,جنزور,Janzour,West,الجفارة,32.8254,13.0263,Janzur,,\n";

    private const string Stations =
        "id,name_ar,name_en,municipality_code,centre_id,lat,lon,tags,status\n" +
        "0140101,محطة رجال 1,Men 1,LY1,01401,,,men,\n" +
        "01401,مدرسة النصر,Al Nasr School,LY1,,32.89,13.17,,open\n" +
        "01402,مدرسة النصر,Al Nasr School,LY2,,32.82,13.02,women;ramp,moved\n";

    [Fact]
    public void Stations_belong_to_centres_and_keep_their_leading_zeros()
    {
        var (places, faults) = PlaceFiles.Parse(Towns, Stations);

        Assert.Empty(faults);
        var station = places.ById("0140101")!;
        Assert.Equal((PlaceKind.Station, "01401", "LY1", "West"), (station.Kind, station.CentreId, station.MunicipalityId, station.Region));
        Assert.Equal(new GeoPoint(32.89, 13.17), station.Point);
        Assert.Equal((PlaceKind.Centre, PlaceStatus.Moved), (places.ById("01402")!.Kind, places.ById("01402")!.Status));
        Assert.Equal(["women", "ramp"], places.ById("01402")!.Tags);
    }

    [Fact]
    public void A_station_says_where_it_moved_and_what_works_in_parallel_and_a_move_to_nowhere_is_a_fault()
    {
        var (places, faults) = PlaceFiles.Parse(
            Towns,
            "id,name_ar,municipality_code,centre_id,status,moved_to,parallel\n"
            + "01401,مدرسة النصر,LY1,,moved,01402,\n01402,مدرسة الفتح,LY1,,,,تاورغاء\n01403,مدرسة الأمل,LY1,,closed,09999,\n");

        Assert.Equal("stations.csv:4: The place '09999' that this one moved to is not in these files.", Assert.Single(faults).ToString());
        Assert.Equal(("01402", "تاورغاء"), (places.ById("01401")!.MovedTo, places.ById("01402")!.Parallel));
    }

    [Theory]
    [InlineData("01401", "01401")]
    [InlineData("٠١٤٠١", "01401")]
    [InlineData("مركز رقم 01402", "01402")]
    [InlineData("مدرسة النصر في جنزور", "01402")]
    [InlineData("مدرسة النصر طرابلس", "01401")]
    public void A_centre_is_found_by_number_or_by_name_and_town(string words, string id) =>
        Assert.Equal(id, Assert.IsType<PlaceMatch.One>(PlaceFiles.Parse(Towns, Stations).Gazetteer.Find(words)).Place.Id);

    [Fact]
    public void A_name_that_two_centres_share_is_asked() =>
        Assert.Equal(2, Assert.IsType<PlaceMatch.Several>(PlaceFiles.Parse(Towns, Stations).Gazetteer.Find("مدرسة النصر")).Places.Length);

    [Fact]
    public void A_commission_short_code_is_not_taken_for_a_centre_unasked()
    {
        var (places, _) = PlaceFiles.Parse(Towns, "id,name_ar,municipality_code,centre_id\n15015,مركز العزيزية,LY1,\n");

        Assert.Single(Assert.IsType<PlaceMatch.Several>(places.Find("15015")).Places);
    }

    [Fact]
    public void The_nearest_place_can_be_limited_to_a_kind()
    {
        var (places, _) = PlaceFiles.Parse(Towns, Stations);
        var point = new GeoPoint(32.891, 13.171);

        Assert.Equal("01401", places.Nearest(point, PlaceKind.Centre)!.Place.Id);
        Assert.Equal("LY1", places.Nearest(point, PlaceKind.Municipality)!.Place.Id);
    }

    [Fact]
    public void Every_fault_is_told_at_once_with_its_line()
    {
        var towns = "\uFEFF" + Heading +
            "LY1,\"طرابلس\nالمركز\",Tripoli,West,,32.9,13.2,,,\n" +
            "LY1,درنة,Derna,East,,32.7,22.6,,,\n" +
            ",سرت,Sirte,Centre,,13.2,32.9,,,\n" +
            "LY4,,X,West,,,,,,\n" +
            "LY5,غات,Ghat\n";
        var stations = "id,name_ar,municipality_code,centre_id,status\n11,مركز,LY9,,open\n12,محطة,LY1,77,burnt\n";

        var (places, faults) = PlaceFiles.Parse(towns, stations);

        Assert.Equal(
            [
                "municipalities.csv:4", "municipalities.csv:5", "municipalities.csv:5", "municipalities.csv:5",
                "municipalities.csv:6", "municipalities.csv:7", "stations.csv:2", "stations.csv:3", "stations.csv:3",
            ],
            faults.Select(fault => $"{fault.File}:{fault.Line}").Order(StringComparer.Ordinal));
        Assert.Contains(faults, fault => fault.ToString() == "municipalities.csv:4: The id 'LY1' is there already. Ids are unique over both files.");
        Assert.Contains(faults, fault => fault.Message.Contains("'burnt'", StringComparison.Ordinal));
        Assert.NotNull(places.ById("LY1"));
    }

    [Fact]
    public void A_file_without_its_columns_says_which()
    {
        var (_, faults) = PlaceFiles.Parse("code;name_ar\nLY1;طرابلس\n", null);

        Assert.Contains("Missing columns: code, name_ar", Assert.Single(faults).Message);
    }

    [Fact]
    public void A_folder_without_the_file_is_a_fault_that_says_what_to_do()
    {
        var (places, faults) = PlaceFiles.Load(Path.Combine(Path.GetTempPath(), "no-such-folder"));

        Assert.Empty(places.Places);
        Assert.Contains("Moomken__ContentDirectory", Assert.Single(faults).Message);
    }
}
