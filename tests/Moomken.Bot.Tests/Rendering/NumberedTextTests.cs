using CsCheck;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Messages;
using Moomken.Bot.Rendering;
using Moomken.Bot.Tests.Language;
using Xunit;

namespace Moomken.Bot.Tests.Rendering;

public class NumberedTextTests
{
    private static readonly OutboundChoice Yes = new("c:1", "نعم", "1");
    private static readonly OutboundChoice No = new("c:2", "لا", "2");
    private static readonly OutboundChoice Back = new("w:back", "رجوع", "9", Way: true);
    private static readonly OutboundChoice Menu = new("w:menu", "القائمة", "0", Way: true);

    [Fact]
    public void Without_buttons_the_choices_are_numbered_lines_and_the_ways_one_short_line()
    {
        var shape = NumberedText.Render(Message("هل فُتح المركز في الموعد؟", Yes, No, Back, Menu), ChannelProfile.Sms);

        Assert.Equal(ChoiceStyle.Numbers, shape.Style);
        Assert.Equal(["هل فُتح المركز في الموعد؟\n1 نعم\n2 لا\n9 رجوع 0 القائمة"], shape.Parts);
        Assert.Empty(shape.Pressable);
    }

    [Fact]
    public void English_has_its_own_digits()
    {
        var message = Message("Did it open on time?", new("c:1", "Yes", "1"), new("w:back", "Back", "9", true)) with { Tongue = Tongue.English };

        Assert.Equal(["Did it open on time?\n1 Yes\n9 Back"], NumberedText.Render(message, ChannelProfile.Sms).Parts);
    }

    [Fact]
    public void Many_buttons_hold_the_ways_as_well()
    {
        var shape = NumberedText.Render(Message("سؤال؟", Yes, No, Back, Menu), ChannelProfile.Telegram);

        Assert.Equal(ChoiceStyle.Buttons, shape.Style);
        Assert.Equal(["سؤال؟"], shape.Parts);
        Assert.Equal(["نعم", "لا", "رجوع", "القائمة"], shape.Pressable.Select(choice => choice.Title));
        Assert.Equal([false, false, true, true], shape.Pressable.Select(choice => choice.Way));
    }

    [Fact]
    public void Three_buttons_go_to_the_choices_and_the_ways_are_written()
    {
        var shape = NumberedText.Render(Message("سؤال؟", Yes, No, Back, Menu), ChannelProfile.WhatsApp);

        Assert.Equal(ChoiceStyle.Buttons, shape.Style);
        Assert.Equal(["سؤال؟\n9 رجوع 0 القائمة"], shape.Parts);
        Assert.Equal(["c:1", "c:2"], shape.Pressable.Select(choice => choice.Payload));
    }

    [Fact]
    public void More_choices_than_buttons_are_a_list()
    {
        var shape = NumberedText.Render(Message("أين؟", [.. Numbered(7), Back, Menu]), ChannelProfile.WhatsApp);

        Assert.Equal(ChoiceStyle.List, shape.Style);
        Assert.Equal(9, shape.Pressable.Length);
        Assert.Equal(["أين؟"], shape.Parts);
    }

    [Fact]
    public void More_choices_than_rows_are_numbers()
    {
        var shape = NumberedText.Render(Message("أين؟", Numbered(11)), ChannelProfile.WhatsApp);

        Assert.Equal(ChoiceStyle.Numbers, shape.Style);
        Assert.EndsWith("\n11 خيار 11", shape.Parts[0]);
    }

    [Fact]
    public void A_label_that_is_cut_stands_whole_in_the_text()
    {
        var late = new OutboundChoice("c:1", "تأخر افتتاح المحطة أكثر من ثلاثين دقيقة", "1");

        var shape = NumberedText.Render(Message("ماذا حدث؟", late, No), ChannelProfile.WhatsApp);

        Assert.Equal(["ماذا حدث؟\n1 تأخر افتتاح المحطة أكثر من ثلاثين دقيقة"], shape.Parts);
        Assert.Equal("1 تأخر افتتاح المحط…", shape.Pressable[0].Title);
        Assert.Equal("لا", shape.Pressable[1].Title);
    }

    [Fact]
    public void A_message_without_choices_is_just_its_text()
    {
        var shape = NumberedText.Render(Message("شكرا لك."), ChannelProfile.Telegram);

        Assert.Equal((ChoiceStyle.None, "شكرا لك."), (shape.Style, Assert.Single(shape.Parts)));
    }

    [Fact]
    public void A_line_that_begins_in_Latin_is_still_laid_out_from_the_right()
    {
        var shape = NumberedText.Render(Message("HNEC أعلنت", new OutboundChoice("c:1", "Tripoli", "1")), ChannelProfile.WhatsApp with { MaxButtons = 0, MaxListRows = 0 });

        Assert.Equal(["\u200FHNEC أعلنت\n\u200F1 Tripoli"], shape.Parts);
    }

    [Fact]
    public void An_SMS_carries_no_invisible_marks()
    {
        var text = $"رمز بلاغك {Bidi.Ltr("AB12-CD34")}";

        Assert.Equal(["رمز بلاغك AB12-CD34"], NumberedText.Render(Message(text), ChannelProfile.Sms).Parts);
        Assert.Equal([text], NumberedText.Render(Message(text), ChannelProfile.Telegram).Parts);
    }

    [Fact]
    public void A_long_text_is_sent_in_parts_and_the_choices_come_last()
    {
        var text = string.Join("\n\n", Enumerable.Repeat("هذه فقرة فيها كلام عن المركز وعن ما حدث فيه.", 40));

        var shape = NumberedText.Render(Message(text, Yes, No, Back), ChannelProfile.Sms);

        Assert.True(shape.Parts.Length > 2);
        Assert.EndsWith("\n1 نعم\n2 لا\n9 رجوع", shape.Parts[^1]);
    }

    [Fact]
    public void Any_message_on_any_channel_fits_loses_nothing_and_closes_what_it_opens()
    {
        var label = Gen.OneOf(ArabicNoise.Text, Gen.String[0, 40], Gen.Const("نعم"));
        var choice = Gen.Select(label, Gen.Int[0, 30], Gen.Bool, (text, key, way) => new OutboundChoice("p", text, key.ToString(), way));
        var profile = Gen.Select(
            Gen.Int[0, 5], Gen.Int[0, 10], Gen.Int[0, 30], Gen.Int[TextSplit.Smallest, 300], Gen.Bool,
            (buttons, rows, title, most, segments) => new ChannelProfile
            { Name = "any", MaxButtons = buttons, MaxListRows = rows, MaxButtonTitle = title, MaxText = most, PageSize = 5, Segments = segments });

        Gen.Select(Gen.OneOf(ArabicNoise.Text, Gen.String), choice.Array[0, 12], profile, Gen.Bool).Sample((text, choices, channel, arabic) =>
        {
            var message = Message(text, choices) with { Tongue = arabic ? Tongue.Arabic : Tongue.English };
            var shape = NumberedText.Render(message, channel);
            var seen = TextSplitTests.Seen(string.Concat(shape.Parts));
            var titles = shape.Pressable.Select(pressable => TextSplitTests.Seen(pressable.Title)).ToHashSet();

            return shape.Parts.All(part => part.Length <= channel.MaxText && BidiTests.IsBalanced(part) && TextSplitTests.IsWhole(part))
                && shape.Pressable.All(pressable => pressable.Title.Length <= channel.MaxButtonTitle && pressable.Title.Length > 0)
                && seen.StartsWith(TextSplitTests.Seen(Bidi.StripControls(text)), StringComparison.Ordinal)
                && choices.Select(one => TextSplitTests.Seen(Bidi.StripControls(one.Label))).All(one => seen.Contains(one, StringComparison.Ordinal) || titles.Contains(one))
                && (shape.Pressable.Length == 0 || shape.Parts.Length > 0);
        });
    }

    private static OutboundChoice[] Numbered(int count) =>
        [.. Enumerable.Range(1, count).Select(number => new OutboundChoice($"c:{number}", $"خيار {number}", $"{number}"))];

    private static OutboundMessage Message(string text, params OutboundChoice[] choices) => new()
    {
        Id = "1",
        Tongue = Tongue.Arabic,
        Text = text,
        Choices = [.. choices],
        CreatedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = DateTimeOffset.UnixEpoch.AddHours(1),
    };
}
