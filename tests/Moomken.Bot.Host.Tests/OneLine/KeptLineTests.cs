using Moomken.Bot.Conversations;
using Moomken.Bot.OneLine;
using Xunit;

namespace Moomken.Bot.Host.Tests.OneLine;

/// <summary>What was acknowledged as kept waits under its code, whatever else is written meanwhile.</summary>
public sealed class KeptLineTests
{
    [Fact]
    public async Task A_line_of_another_form_replaces_nothing_and_its_reply_names_what_waits()
    {
        await using var world = await ChecklistWorld.StartAsync();
        var first = await world.SayAsync("بلاغ مكان مصراتة");

        var second = await world.SayAsync("محطة فتح ٣");

        var kept = await KeptAsync(world);
        Assert.Equal(["incident", "polling"], kept.Select(draft => draft.Form));
        Assert.Contains(Shown(kept[0]), first, StringComparison.Ordinal);
        Assert.Contains($"ينتظر الإكمال: بلاغ {Shown(kept[0])}", second, StringComparison.Ordinal);
        Assert.Contains(Shown(kept[1]), second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_without_its_word_goes_to_the_newest_and_a_code_picks_the_other()
    {
        await using var world = await ChecklistWorld.StartAsync();
        await world.SayAsync("محطة فتح ٣");
        await world.SayAsync("بلاغ مكان مصراتة");

        var newest = await world.SayAsync("نوع ٩");
        var named = await world.SayAsync("0000-0001 مكان زليتن");

        Assert.Contains("وصل بلاغكم", newest, StringComparison.Ordinal);
        Assert.Contains("ينتظر الإكمال: محطة 0000-0001", newest, StringComparison.Ordinal);
        Assert.StartsWith("وصل بلاغكم. الرمز 0000-0001\n✓ مكان زليتن", named, StringComparison.Ordinal);
        Assert.DoesNotContain("ينتظر", named, StringComparison.Ordinal);
        Assert.Equal("3", Assert.Single(world.Records.All)["opened"].Value);
        Assert.Empty(await KeptAsync(world));
    }

    [Fact]
    public async Task A_code_picks_it_for_days_and_nobody_elses_code_picks_anything()
    {
        await using var world = await ChecklistWorld.StartAsync();
        await world.SayAsync("محطة فتح ٣");
        await world.Me.ActAsync(":wait 3d");
        var neighbour = new Transcripts.PlayedConversation(world.Service, "neighbour");
        await Conversations.PlayedWorld.AgreeAsync(neighbour, "ar");

        var other = Assert.Single((await neighbour.ActAsync("PS 0000-0001 P مصراتة"))!).Message.Text;
        var mine = await world.SayAsync("PS 0000-0001 P مصراتة");

        Assert.Contains("(R22)", other, StringComparison.Ordinal);
        Assert.Contains("(R10)", mine, StringComparison.Ordinal);
        Assert.Equal("3", Assert.Single(world.Records.All)["opened"].Value);
    }

    [Fact]
    public async Task A_new_report_leaves_the_one_that_waits()
    {
        await using var world = await ChecklistWorld.StartAsync();
        await world.SayAsync("محطة فتح ٣");

        var reply = await world.SayAsync("محطة! مكان مصراتة فتح ٧");

        Assert.Contains("(R10)", reply, StringComparison.Ordinal);
        Assert.Contains("ينتظر الإكمال: محطة 0000-0001", reply, StringComparison.Ordinal);
        Assert.Equal("7", Assert.Single(world.Records.All)["opened"].Value);
        Assert.Equal("3", Assert.Single(await KeptAsync(world)).Slots["opened"].Value);
    }

    [Fact]
    public async Task Five_wait_and_for_a_sixth_the_oldest_goes_and_that_is_said()
    {
        await using var world = await ChecklistWorld.StartAsync();
        for (var count = 1; count <= LineDrafts.MostKept; count++)
        {
            Assert.DoesNotContain("حُذف", await world.SayAsync($"محطة! فتح {count}"), StringComparison.Ordinal);
        }

        var sixth = await world.SayAsync("محطة! فتح 6");

        Assert.Contains("حُذف أقدم بلاغ لم يكتمل: 0000-0001", sixth, StringComparison.Ordinal);
        Assert.Equal(["2", "3", "4", "5", "6"], (await KeptAsync(world)).Select(draft => draft.Slots["opened"].Value));
    }

    [Fact]
    public async Task The_word_alone_after_half_an_hour_asks_nothing_that_was_told_and_its_code_opens_it()
    {
        await using var world = await ChecklistWorld.StartAsync("telegram");
        await world.SayAsync("PS AA 12 AC calm");
        await world.Me.ActAsync(":wait 2h");

        var opened = await world.SayAsync("0000-0001");
        await world.SayAsync("مصراتة");
        var review = await world.SayAsync("40");

        Assert.Contains("أين أنتم؟", opened, StringComparison.Ordinal);
        Assert.DoesNotContain("كيف الجو؟", review, StringComparison.Ordinal);
        Assert.Empty(await KeptAsync(world));
    }

    [Fact]
    public async Task A_sentence_that_begins_with_a_tag_is_no_line_though_something_waits()
    {
        await using var world = await ChecklistWorld.StartAsync();
        await world.SayAsync("بلاغ مكان مصراتة");

        var reply = await world.SayAsync("نوع الحبر رديء جدا ويزول بالماء");

        Assert.DoesNotContain("(R", reply, StringComparison.Ordinal);
        Assert.Single(await KeptAsync(world));
    }

    [Fact]
    public async Task Nothing_opens_before_the_agreement()
    {
        await using var world = await ChecklistWorld.StartAsync();
        var stranger = new Transcripts.PlayedConversation(world.Service, "stranger");
        await stranger.ActAsync("بلاغ مكان مصراتة");

        var sent = await stranger.ActAsync("بلاغ");

        Assert.DoesNotContain("هل أنتم في مكان آمن", Assert.Single(sent!).Message.Text, StringComparison.Ordinal);
        Assert.Equal("welcome", Assert.Single(await world.Service.Store.ReadAsync(reader => reader.Scan(Conversation.Documents, 10)), conversation => conversation.Lines is { Count: > 0 }).Session.Top!.Dialog);
    }

    private static string Shown(OneLineDraft draft) => Incidents.CaseCode.Shown(draft.KeptAs!);

    private static async Task<List<OneLineDraft>> KeptAsync(ChecklistWorld world) =>
        [.. (await world.Service.Store.ReadAsync(reader => reader.Scan(Conversation.Documents, 10))).SelectMany(conversation => conversation.Lines ?? []).Where(draft => draft.IsKept)];
}
