using Microsoft.Extensions.Time.Testing;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Fakes.Twilio;
using Moomken.Bot.Host.Channels.Twilio;
using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Twilio;

public sealed class TwilioMessageReaderTests
{
    private const string Us = "whatsapp:+14155238886";
    private const string Fatima = "+218911234567";
    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 12, 24, 8, 0, 0, TimeSpan.Zero));
    private static readonly TwilioMessageReader Reader = new([TwilioLine.WhatsApp("+14155238886"), TwilioLine.Sms("+15005550006")], FakeTwilio.UsualAccount, Time);

    public static TheoryData<string, string?, string?> Unsupported => new()
    {
        { "sticker", "image/webp", "sticker" },
        { "contacts", "text/vcard", "contact" },
        { "document", "text/x-vcard; charset=utf-8", "contact" },
        { "unsupported", null, "unknown" },
        { "poll", null, "unknown" },
    };

    public static TheoryData<string, string> Files => new()
    {
        { "image/jpeg", "photo" }, { "IMAGE/PNG", "photo" }, { "audio/ogg; codecs=opus", "voice" }, { "audio/ogg", "voice" }, { "audio/amr", "audio" },
        { "video/mp4", "video" }, { "application/pdf", "document" }, { "", "document" }, { "application/x-unknown", "document" },
    };

    [Fact]
    public void A_text_is_read_and_the_name_that_the_person_shows_is_not()
    {
        var message = Understood(("Body", "نعم"), ("ProfileName", "محمد الطرابلسي"), ("MessageType", "text"), ("ANewField", "x"));

        Assert.Equal(new ChannelAddress("whatsapp", "+14155238886", Fatima), message.From);
        Assert.Equal(("SM1", "نعم", Time.GetUtcNow()), (message.MessageId, message.Text, message.At));
        Assert.DoesNotContain("محمد", System.Text.Json.JsonSerializer.Serialize(message), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("whatsapp-inbound-text-arabic-profile")]
    [InlineData("whatsapp-inbound-quick-reply")]
    [InlineData("whatsapp-inbound-list-reply")]
    [InlineData("whatsapp-inbound-media")]
    [InlineData("sms-inbound-full-with-empty-values")]
    [InlineData("sms-inbound-arabic-body")]
    [InlineData("sms-inbound-arabic-newline-emoji")]
    public void Every_recorded_message_is_understood(string name)
    {
        var vector = TwilioVectors.Named(name);
        var form = TwilioForm.Read(vector.Body)!;
        var reader = new TwilioMessageReader([TwilioLine.WhatsApp("+14155238886"), TwilioLine.Sms("+15005550006")], "AC0123456789abcdef0123456789abcdef", Time);

        var message = Assert.IsType<TwilioVerdict.Understood>(reader.Read(form)).Message;

        Assert.Equal(form["ButtonPayload"] ?? form["ListId"], message.Button);
        Assert.Equal(message.Button is null ? form["Body"] : null, message.Text);
        Assert.Equal(form["MediaUrl0"], message.Media.FirstOrDefault()?.Reference);
        Assert.Equal(form["OriginalRepliedMessageSid"], message.Refers);
        Assert.Null(message.UnsupportedKind);
    }

    [Fact]
    public void A_press_is_told_by_its_payload_and_not_by_its_label()
    {
        var button = Understood(("Body", "تأكيد"), ("ButtonText", "تأكيد"), ("ButtonPayload", "17:yes"), ("MessageType", "button"), ("OriginalRepliedMessageSid", "MM7"));
        var row = Understood(("Body", "طرابلس"), ("ListId", "18:tripoli"), ("ListTitle", "طرابلس"), ("MessageType", "interactive"));

        Assert.Equal(("17:yes", null, "MM7"), (button.Button, button.Text, button.Refers));
        Assert.Equal(("18:tripoli", null), (row.Button, row.Text));
    }

    [Fact]
    public void A_button_of_a_template_without_a_payload_is_read_as_its_words()
    {
        Assert.Equal("استلمت", Understood(("ButtonText", "استلمت"), ("MessageType", "button")).Text);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_taken_with_its_caption(string type, string kind)
    {
        var message = Understood(("Body", "الباب مغلق"), ("NumMedia", "1"), ("MediaUrl0", "https://api.twilio.com/x"), ("MediaContentType0", type));

        var media = Assert.Single(message.Media);
        Assert.Equal((kind, "https://api.twilio.com/x"), (media.Kind, media.Reference));
        Assert.Equal("الباب مغلق", message.Text);
    }

    [Fact]
    public void Ten_files_of_one_message_are_taken_and_no_more()
    {
        var files = Enumerable.Range(0, 12).Select(i => ($"MediaUrl{i}", $"https://api.twilio.com/{i}")).ToArray();

        Assert.Equal(10, Understood(files).Media.Length);
    }

    [Theory]
    [MemberData(nameof(Unsupported))]
    public void What_cannot_be_used_is_named_so_that_it_is_answered(string type, string? contentType, string? kind)
    {
        (string, string)[] file = contentType is null ? [] : [("MediaUrl0", "https://api.twilio.com/x"), ("MediaContentType0", contentType)];
        var message = Understood([("MessageType", type), .. file]);

        Assert.Equal(kind, message.UnsupportedKind);
        Assert.Empty(message.Media);
    }

    [Fact]
    public void A_place_is_read_with_the_name_that_it_has()
    {
        var place = Understood(("MessageType", "location"), ("Latitude", "32.8872"), ("Longitude", "13.1913"), ("Label", "مدرسة الفتح"), ("Address", "طرابلس"));

        Assert.Equal(new GeoPoint(32.8872, 13.1913), place.Location);
        Assert.Equal("مدرسة الفتح", place.LocationName);
    }

    [Theory]
    [InlineData("91", "13")]
    [InlineData("NaN", "13")]
    [InlineData("32,8", "13")]
    [InlineData("Infinity", "13")]
    public void A_place_that_cannot_be_is_none(string latitude, string longitude) =>
        Assert.Null(Understood(("MessageType", "location"), ("Latitude", latitude), ("Longitude", longitude)).Location);

    [Theory]
    [InlineData("STOP", InboundKind.Blocked)]
    [InlineData("START", InboundKind.OptedIn)]
    public void What_twilio_has_done_about_stop_and_start_is_followed_and_not_answered(string type, InboundKind kind) =>
        Assert.Equal(kind, Understood(("Body", type), ("OptOutType", type)).Kind);

    [Fact]
    public void A_help_that_twilio_answers_and_a_reaction_are_nothing_to_take()
    {
        Assert.IsType<TwilioVerdict.Ignored>(Read(("Body", "HELP"), ("OptOutType", "HELP")));
        Assert.IsType<TwilioVerdict.Ignored>(Read(("Body", "👍"), ("MessageType", "reaction")));
    }

    [Fact]
    public void An_sms_without_words_is_an_empty_text_and_one_to_the_other_number_is_the_other_channel()
    {
        var form = TwilioForm.Of(("MessageSid", "SM2"), ("From", Fatima), ("To", "+15005550006"), ("Body", ""));

        var message = Assert.IsType<TwilioVerdict.Understood>(Reader.Read(form)).Message;

        Assert.Equal(("twilio-sms", ""), (message.From.Channel, message.Text));
    }

    [Theory]
    [InlineData("MessageSid", "", "no_message")]
    [InlineData("From", "", "no_message")]
    [InlineData("To", "", "no_message")]
    [InlineData("To", "whatsapp:+19999999999", "not_our_sender")]
    [InlineData("To", "messenger:100", "not_our_sender")]
    [InlineData("AccountSid", "ACbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "other_account")]
    [InlineData("From", "whatsapp:", "sender_is_no_phone")]
    [InlineData("From", "+218911234567", "sender_is_no_phone")]
    public void What_is_no_message_of_a_person_to_us_is_kept_to_be_looked_at(string field, string value, string reason)
    {
        var fields = Fields().Select(known => known.Name == field ? (field, value) : known);

        Assert.Equal(reason, Assert.IsType<TwilioVerdict.NotUnderstood>(Reader.Read(TwilioForm.Of(fields))).Reason);
    }

    [Theory]
    [InlineData("Almadar")]
    [InlineData("1212")]
    public void An_sms_of_a_name_or_a_short_code_cannot_be_answered(string from) =>
        Assert.Equal("sender_is_no_phone", Assert.IsType<TwilioVerdict.NotUnderstood>(Reader.Read(TwilioForm.Of(("MessageSid", "SM3"), ("From", from), ("To", "+15005550006"), ("Body", "عرض")))).Reason);

    [Fact]
    public void Two_services_do_not_answer_each_other()
    {
        var form = TwilioForm.Of(("MessageSid", "SM4"), ("From", "+15005550006"), ("To", "+15005550006"), ("Body", "x"));

        Assert.Equal("ourselves", Assert.IsType<TwilioVerdict.Ignored>(Reader.Read(form)).Reason);
    }

    [Fact]
    public void Who_hides_the_number_in_whatsapp_is_known_by_the_id_in_its_place()
    {
        var fields = Fields().Select(known => known.Name == "From" ? ("From", "whatsapp:LY.13491208655302741918") : known);

        Assert.Equal("LY.13491208655302741918", Assert.IsType<TwilioVerdict.Understood>(Reader.Read(TwilioForm.Of(fields))).Message.From.User);
    }

    private static (string Name, string Value)[] Fields() =>
        [("MessageSid", "SM1"), ("AccountSid", FakeTwilio.UsualAccount), ("From", "whatsapp:" + Fatima), ("To", Us)];

    private static TwilioVerdict Read(params (string, string)[] fields) => Reader.Read(TwilioForm.Of([.. Fields(), .. fields]));

    private static InboundMessage Understood(params (string, string)[] fields) => Assert.IsType<TwilioVerdict.Understood>(Read(fields)).Message;
}
