using System.Text;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Host.Transcripts;
using Moomken.Bot.Incidents;
using Moomken.Bot.Places;
using Moomken.Bot.Rendering;
using Xunit;

namespace Moomken.Bot.Host.Tests.Conversations;

/// <summary>What a list of stations says beyond names: closed, moved, parallel, alike, and numbers that were mistyped.</summary>
public sealed class PlacesInTalkTests
{
    private const string Stations =
        """
        id,name_ar,municipality,status,moved_to,parallel
        34001,مدرسة النصر,مصراتة,مغلق,34002,
        34002,مدرسة الفتح,مصراتة,,,
        34003,مدرسة الأمل,مصراتة,منقول,34004,
        34004,مدرسة النور,زليتن,منقول,34008,
        34008,مدرسة الوحدة,زليتن,,,
        34006,مدرسة القدس,مصراتة,مغلق,,
        35005,مدرسة الشهداء,مصراتة,,,
        36005,مدرسة الشهداء,زليتن,,,
        37001,مدرسة تاورغاء,مصراتة,,,تاورغاء
        37002,مدرسة تاورغاء للنازحين,بنغازي,,,تاورغاء
        """;

    [Theory]
    [InlineData("34001", "1", "34002")]
    [InlineData("34001", "2", "34001")]
    [InlineData("مدرسة النصر", "1", "34002")]
    [InlineData("٣٤٠٠١", "1", "34002")]
    public async Task A_closed_place_is_said_to_be_closed_and_the_new_one_is_offered(string words, string choice, string kept)
    {
        await using var world = await World.StartAsync();

        var shown = await world.AtPlaceAsync(words);
        await world.FinishAsync(choice);

        Assert.StartsWith("مدرسة النصر: مغلق، حسب قائمتنا.\nأي مكان من هذه؟\n1 مدرسة الفتح\n2 مدرسة النصر\n3 لا شيء منها", shown, StringComparison.Ordinal);
        Assert.Equal(kept, (await world.IncidentAsync()).Latest.PlaceId);
    }

    [Fact]
    public async Task A_place_that_moved_twice_leads_to_where_it_is_now()
    {
        await using var world = await World.StartAsync();

        var shown = await world.AtPlaceAsync("مدرسة الأمل");

        Assert.StartsWith("مدرسة الأمل: نُقل إلى مكان آخر، حسب قائمتنا.\nأي مكان من هذه؟\n1 مدرسة الوحدة\n2 مدرسة الأمل\n", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_place_without_another_may_be_meant_all_the_same()
    {
        await using var world = await World.StartAsync();

        var shown = await world.AtPlaceAsync("34006");
        await world.FinishAsync("1");

        Assert.StartsWith("مدرسة القدس: مغلق، حسب قائمتنا.\nأي مكان من هذه؟\n1 مدرسة القدس\n2 لا شيء منها", shown, StringComparison.Ordinal);
        Assert.Equal("34006", (await world.IncidentAsync()).Latest.PlaceId);
    }

    [Fact]
    public async Task Two_places_of_one_name_are_told_apart_by_their_municipality()
    {
        await using var world = await World.StartAsync();

        var shown = await world.AtPlaceAsync("مدرسة الشهداء");
        await world.FinishAsync("2");

        Assert.StartsWith("أي مكان من هذه؟\n1 مدرسة الشهداء (مصراتة)\n2 مدرسة الشهداء (زليتن)\n", shown, StringComparison.Ordinal);
        Assert.Equal("36005", (await world.IncidentAsync()).Latest.PlaceId);
    }

    [Fact]
    public async Task A_number_with_one_digit_wrong_is_asked_about_and_may_stay_as_it_was_written()
    {
        await using var world = await World.StartAsync();

        var shown = await world.AtPlaceAsync("35006");
        await world.FinishAsync("3");

        Assert.StartsWith("أي مكان من هذه؟\n1 مدرسة القدس\n2 مدرسة الشهداء\n3 35006\n", shown, StringComparison.Ordinal);
        Assert.Equal((null, "35006"), ((await world.IncidentAsync()).Latest.PlaceId, (await world.IncidentAsync()).Latest.PlaceText));
    }

    [Fact]
    public async Task A_station_that_works_in_parallel_is_one_of_two_by_its_name_and_itself_by_its_number()
    {
        await using var world = await World.StartAsync();

        var byName = await world.AtPlaceAsync("مدرسة تاورغاء");
        await world.SayAsync("رجوع");
        var byNumber = await world.SayAsync("37001");

        Assert.StartsWith("أي مكان من هذه؟\n1 مدرسة تاورغاء\n2 مدرسة تاورغاء للنازحين\n", byName, StringComparison.Ordinal);
        Assert.Contains("متى حدث؟", byNumber, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("بلاغ نوع ١ مكان 34001", "✗ مكان \"34001\": مغلق، حسب قائمتنا. بدله 34002 مدرسة الفتح", "34001")]
    [InlineData("بلاغ نوع ١ مكان مدرسة الأمل", "✗ مكان \"مدرسة الأمل\": نُقل، حسب قائمتنا، إلى 34008 مدرسة الوحدة", "34003")]
    [InlineData("بلاغ نوع ١ مكان 34006", "✗ مكان \"34006\": مغلق، حسب قائمتنا", "34006")]
    [InlineData("بلاغ نوع ١ مكان مدرسة الشهداء", "✗ مكان \"مدرسة الشهداء\": أي رمز؟ 35005, 36005", null)]
    [InlineData("بلاغ نوع ١ مكان 35006", "✗ مكان \"35006\": أي رمز؟ 34006 مدرسة القدس، 35005 مدرسة الشهداء", null)]
    public async Task A_line_says_so_too_with_what_to_write(string line, string told, string? kept)
    {
        await using var world = await World.StartAsync();

        var reply = await world.SayAsync(line);

        Assert.Contains(told.Replace(", ", "، ", StringComparison.Ordinal), reply, StringComparison.Ordinal);
        Assert.True(reply.Length <= 134 && SmsSegments.Count(reply).Segments <= 2, $"{reply.Length}: {reply}");
        Assert.Equal(kept, (await world.IncidentAsync()).Latest.PlaceId);
    }

    [Fact]
    public async Task The_number_alone_then_mends_the_line()
    {
        await using var world = await World.StartAsync();
        await world.SayAsync("بلاغ نوع ١ مكان مدرسة الشهداء");

        var reply = await world.SayAsync("بلاغ مكان 36005");

        Assert.Contains("مدرسة الشهداء", reply, StringComparison.Ordinal);
        Assert.Equal("36005", (await world.IncidentAsync()).Latest.PlaceId);
    }

    [Fact]
    public async Task An_observer_whose_station_moved_is_told_and_offered_the_new_one_first()
    {
        await using var world = await World.StartAsync();
        await PlayedWorld.StationAsync(world.Service, PlayedWorld.Me, "34003");

        var mine = await world.SayAsync("محطتي");
        await world.SayAsync("2");
        var asked = await world.AtPlaceAsync(null);

        Assert.StartsWith("مكانكم في المراقبة: مدرسة الأمل (34003)، مصراتة\nنُقل حسب قائمتنا إلى: مدرسة الوحدة (34008)، زليتن\n", mine, StringComparison.Ordinal);
        Assert.Contains("\n1 مدرسة الوحدة\n2 مدرسة الأمل\n", asked, StringComparison.Ordinal);
    }

    private sealed class World(PlayedService service) : IAsyncDisposable
    {
        private readonly PlayedConversation me = new(service, PlayedWorld.Me);

        public PlayedService Service => service;

        public static async Task<World> StartAsync()
        {
            var content = PlayedWorld.FreshContent();
            var world = new World(PlayedWorld.Start("sms", 81, content: content));
            var tally = await new PlaceImport(content.Places).RunAsync(world.Service.Store, Encoding.UTF8.GetBytes(Stations), false, CancellationToken.None);
            Assert.Equal(10, tally.New);
            await new ImportedPlaces(world.Service.Store, content.Places).RefreshAsync(CancellationToken.None);
            await PlayedWorld.AgreeAsync(world.me, "ar");
            return world;
        }

        /// <summary>A report up to the question of the place, and what is shown after these words.</summary>
        public async Task<string> AtPlaceAsync(string? words)
        {
            await SayAsync("بلاغ");
            await SayAsync("1");
            var asked = await SayAsync("تخطي");
            return words is null ? asked : await SayAsync(words);
        }

        public async Task FinishAsync(string choice)
        {
            foreach (var act in new[] { choice, "الآن", "منعوا المراقبين من الدخول", "هذا كل شيء", "إرسال مع التواصل" })
            {
                await SayAsync(act);
            }
        }

        public async Task<string> SayAsync(string words) => string.Join(
            '\n', NumberedText.Render((await me.ActAsync(words))!.Single(sent => sent.To.User == PlayedWorld.Me).Message, service.Channel.Profile).Parts);

        public async Task<Incident> IncidentAsync() => Assert.Single(await service.Store.ReadAsync(reader => reader.Scan(Incident.Documents, 5)));

        public ValueTask DisposeAsync() => service.DisposeAsync();
    }
}
