using Moomken.Bot.Host.Tests.Conversations;
using Xunit;

namespace Moomken.Bot.Host.Tests.OneLine;

/// <summary>A form that the program has never heard of: its file is added, and its lines are read, answered, completed and corrected.</summary>
public sealed class ChecklistLineTests
{
    [Fact]
    public void Its_files_pass_every_check() => Assert.Empty(ChecklistWorld.Faults);

    [Fact]
    public async Task A_line_of_it_is_taken_and_answered()
    {
        await using var world = await ChecklistWorld.StartAsync();

        var reply = await world.SayAsync("محطة مكان مصراتة فتح ٣ طابور ٤٠ جو هادئ نواقص ١ و٣ ختم نعم وقت ١٤:٠٠");

        Assert.Equal("وصل بلاغكم. الرمز 0000-0001\n✓ مكان مصراتة، فتح 3، طابور 40، جو هادئ، نواقص الحبر, الأقفال، ختم نعم، وقت 14:00\n(R10)", reply);
        var answers = Assert.Single(world.Records.All);
        Assert.Equal("LY021401 3 40 calm ink,seals is_so", string.Join(' ', new[] { "station", "opened", "queue", "mood", "missing_things", "sealed_box" }.Select(field => answers[field].Value)));
    }

    [Fact]
    public async Task What_is_wrong_or_missing_is_named_and_then_completes_it_without_its_code()
    {
        await using var world = await ChecklistWorld.StartAsync();

        var first = await world.SayAsync("PS P مصراتة AA 1.5");
        var second = await world.SayAsync("PS AA 12");
        var third = await world.SayAsync("محطة جو متوتر طابور ٢٠");

        Assert.Equal("حُفظ ولم يكتمل. الرمز 0000-0001\n✓ مكان مصراتة\n✗ فتح \"1.5\": عدد من 0 إلى 5000\n؟ طابور، جو، نواقص، ختم، وقت\nللإكمال: محطة فتح ...\n(R20)", first);
        Assert.StartsWith("وصل بلاغكم. الرمز 0000-0001\n✓ فتح 12", second, StringComparison.Ordinal);
        Assert.StartsWith("أُضيف إلى البلاغ 0000-0001\n✓ طابور 20، جو متوتر", third, StringComparison.Ordinal);
        Assert.Equal(["12", "12"], world.Records.Versions("00000001").Select(version => version["opened"].Value));
        Assert.Equal(["PS P مصراتة AA 1.5\nPS AA 12", "محطة جو متوتر طابور ٢٠"], world.Records.Typed);
    }

    [Fact]
    public async Task It_is_corrected_with_its_code_and_the_old_version_stays()
    {
        await using var world = await ChecklistWorld.StartAsync();
        await world.SayAsync("PS P مصراتة AA 12 AB 40");

        var reply = await world.SayAsync("PS 0000-0001 AA 21 AB 40");

        Assert.StartsWith("صُحّح البلاغ 0000-0001\n✓ فتح: 12 ← 21", reply, StringComparison.Ordinal);
        Assert.Equal(["12", "21"], world.Records.Versions("00000001").Select(version => version["opened"].Value));
    }

    [Fact]
    public async Task The_same_line_again_is_known_and_nobody_else_reaches_it()
    {
        await using var world = await ChecklistWorld.StartAsync();
        await world.SayAsync("PS P مصراتة AA 12");

        var again = await world.SayAsync("PS P مصراتة AA 12");
        var neighbour = new Transcripts.PlayedConversation(world.Service, "neighbour");
        await PlayedWorld.AgreeAsync(neighbour, "ar");
        var other = Assert.Single((await neighbour.ActAsync("PS 0000-0001 AA 1"))!).Message.Text;

        Assert.StartsWith("هذا البلاغ عندنا", again, StringComparison.Ordinal);
        Assert.Contains("(R22)", other, StringComparison.Ordinal);
        Assert.Single(world.Records.Versions("00000001"));
    }

    [Fact]
    public async Task The_third_fault_brings_its_own_example_which_is_read_without_a_fault()
    {
        await using var world = await ChecklistWorld.StartAsync(language: "en");

        await world.SayAsync("PS AA x");
        await world.SayAsync("PS AA y");
        var reply = await world.SayAsync("PS AA z");
        var example = reply.Split('\n').Single(line => line.StartsWith("Example: ", StringComparison.Ordinal))["Example: ".Length..];
        var read = await world.SayAsync(example);

        Assert.Contains("(R10)", read, StringComparison.Ordinal);
        Assert.Equal("12", Assert.Single(world.Records.All)["opened"].Value);
    }

    [Fact]
    public async Task Its_word_alone_asks_only_for_the_rest()
    {
        await using var world = await ChecklistWorld.StartAsync("telegram");
        await world.SayAsync("PS AA 12 AC calm");

        var first = await world.SayAsync("محطة");
        var second = await world.SayAsync("مصراتة");

        Assert.Contains("أين أنتم؟", first, StringComparison.Ordinal);
        Assert.Contains("كم شخصا في الطابور؟", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_without_its_word_is_shown_with_it()
    {
        await using var world = await ChecklistWorld.StartAsync();

        var reply = await world.SayAsync("فتح ٣ طابور ٤٠");

        Assert.Equal("تنقص الكلمة الأولى. يُرسل هكذا:\nمحطة فتح ٣ طابور ٤٠\nأو «محطة» وحدها للأسئلة.\n(R24)", reply);
        Assert.Empty(world.Records.All);
    }

    [Fact]
    public async Task Its_choices_take_no_words_that_are_no_choice()
    {
        await using var world = await ChecklistWorld.StartAsync("telegram");

        await world.SayAsync("محطة");
        await world.SayAsync("مصراتة");
        await world.SayAsync("12");
        await world.SayAsync("40");
        var purple = await world.SayAsync("بنفسجي");
        var calm = await world.SayAsync("هادئ");

        Assert.Contains("كيف الجو؟", purple, StringComparison.Ordinal);
        Assert.Contains("ما الناقص؟", calm, StringComparison.Ordinal);
    }
}
