using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Moomken.Bot.Host.Channels.Telegram;
using Telegram.Bot.Types.Enums;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Telegram;

public class TelegramUpdateReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    private readonly TelegramIdentity identity = new(987654321) { Username = "moomken_bot" };

    /// <summary>Every recorded update and what it is to us: kind, chat, what was said, and the rest where there is some.</summary>
    private static readonly Dictionary<string, string> Recorded = new()
    {
        ["text-arabic"] = "Message u800000001 123456789 at=1795390000 text=مرحبا، أريد حجز موعد language=ar",
        ["command-at-bot-in-group"] = "ignored not_private",
        ["edited-message"] = "Edited u800000004 123456789 at=1795390060 text=معدل refers=11",
        ["callback-query"] = "Message u800000005 123456789 at=1795507200 button=confirm:42 refers=20 language=ar press=530000000000000001",
        ["my-chat-member-blocked"] = "Blocked u800000007 123456789 at=1795390020",
        ["contact"] = "Message u800000009 123456789 at=1795390003 phone=+218911234567 refers=10",
        ["venue"] = "Message u800000011 123456789 at=1795390004 place=32.89,13.18 named=ميدان الشهداء",
        ["album-item-1"] = "Message u800000013 123456789 at=1795390006 text=ألبوم media=photo:AgACAg1:::  album=13500000000000001",
        ["document"] = "Message u800000017 123456789 at=1795390009 media=document:BQACAgQAAxkBAAIBd:فاتورة.pdf:application/pdf:120000 ",
        ["migrate-to-supergroup"] = "Moved u800000019 -400 at=1795390011 text=-1001234567890",
        ["migrate-from"] = "ignored not_private",
        ["unknown-future-type"] = "not understood unknown_update",
        ["web-app-data"] = "Message u800000023 123456789 at=1795390013 unsupported=web_app_data",
    };

    public static TheoryData<string> Names => [.. Vectors.Updates.Select(vector => vector.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_recorded_update_is_read_as_what_it_is(string name) =>
        Assert.Equal(Recorded[name], Describe(Read(Vectors.Update(name))));

    /// <summary>Message content as JSON without the envelope, and what becomes of it.</summary>
    [Theory]
    [InlineData("""{"text":"/help@Moomken_BOT"}""", "text=/help")]
    [InlineData("""{"text":"/start@moomken_bot inv-77"}""", "text=/start inv-77")]
    [InlineData("""{"text":"/start inv_77"}""", "text=/start inv_77")]
    [InlineData("""{"text":"/a.b@c.ly كتب إلي"}""", "text=/a.b@c.ly كتب إلي")]
    [InlineData("""{"text":""}""", "text=")]
    [InlineData("""{"text":"مرحبا \ud83d\ude00"}""", "text=مرحبا 😀")]
    [InlineData("""{"text":"نصف \ud83d رمز\n\u0041"}""", "text=نصف \uFFFD رمز\nA")]
    [InlineData("""{"photo":[{"file_id":"s","width":90,"height":67},{"file_id":"L","width":1280,"height":960,"file_size":5000000000},{"file_id":"m","width":320,"height":240}],"caption":"الباب مغلق"}""", "text=الباب مغلق media=photo:L:::5000000000 ")]
    [InlineData("""{"voice":{"file_id":"v","duration":3,"mime_type":"audio/ogg","file_size":9000}}""", "media=voice:v::audio/ogg:9000 ")]
    [InlineData("""{"audio":{"file_id":"a","file_name":"x.mp3","mime_type":"audio/mpeg"}}""", "media=audio:a:x.mp3:audio/mpeg: ")]
    [InlineData("""{"video":{"file_id":"d","mime_type":"video/mp4"},"caption":"فيديو"}""", "text=فيديو media=video:d::video/mp4: ")]
    [InlineData("""{"video_note":{"file_id":"n","length":240,"duration":4}}""", "media=video:n::: ")]
    [InlineData("""{"document":{"file_id":"same"},"animation":{"file_id":"same","mime_type":"video/mp4"}}""", "media=video:same::video/mp4: ")]
    [InlineData("""{"live_photo":{"file_id":"film","mime_type":"video/mp4"},"photo":[{"file_id":"still","width":9,"height":9}]}""", "media=photo:still::: video:film::video/mp4: ")]
    [InlineData("""{"location":{"latitude":32.1,"longitude":20.06,"live_period":900}}""", "place=32.1,20.06")]
    [InlineData("""{"contact":{"phone_number":"+218911234567","first_name":"A","user_id":42}}""", "phone=+218911234567")]
    [InlineData("""{"contact":{"phone_number":"218921111111","first_name":"خالتي","user_id":77}}""", "unsupported=contact")]
    [InlineData("""{"contact":{"phone_number":"218921111111","first_name":"خالتي"}}""", "unsupported=contact")]
    [InlineData("""{"sticker":{"file_id":"s"}}""", "unsupported=sticker")]
    [InlineData("""{"poll":{"id":"1"}}""", "unsupported=poll")]
    [InlineData("""{"dice":{"emoji":"🎲","value":3}}""", "unsupported=dice")]
    [InlineData("""{"hologram":{"file_id":"h"}}""", "unsupported=unknown")]
    [InlineData("""{"forward_origin":{"type":"from_the_future"},"text":"منقول"}""", "text=منقول")]
    [InlineData("""{"entities":[{"type":"brand_new","offset":0,"length":1}],"text":"x","sender_tag":"y"}""", "text=x")]
    [InlineData("""{"reply_to_message":{"message_id":9,"chat":{"id":1,"type":"odd"},"date":-5},"text":"نعم"}""", "text=نعم refers=9")]
    [InlineData("""{"date":1795390000000,"text":"ms"}""", "at=1795507200 text=ms")]
    public void A_private_message_is_read_whatever_it_holds(string content, string expected) =>
        Assert.Equal($"Message u5 42 {(expected.StartsWith("at=", StringComparison.Ordinal) ? "" : "at=1795390000 ")}{expected}", Describe(Read(InPrivate("message", content))));

    [Theory]
    [InlineData("message", """{"text":"/help@another_bot"}""", "command_for_another_bot")]
    [InlineData("message", """{"pinned_message":{"message_id":1}}""", "notice")]
    [InlineData("message", """{"from":{"id":42,"is_bot":true},"text":"أنا آلي"}""", "bot")]
    [InlineData("message", """{"chat":{"id":-5,"type":"group"},"text":"/report@moomken_bot"}""", "not_private")]
    [InlineData("message", """{"chat":{"id":-5,"type":"chat_of_tomorrow"},"text":"x"}""", "not_private")]
    [InlineData("edited_message", """{"location":{"latitude":32.2,"longitude":20.07,"live_period":900}}""", "live_location_moved")]
    [InlineData("edited_message", """{"poll":{"id":"1"}}""", "edit_without_content")]
    [InlineData("my_chat_member", """{"new_chat_member":{"status":"status_of_tomorrow"}}""", "membership")]
    [InlineData("my_chat_member", """{"chat":{"id":-5,"type":"group"},"new_chat_member":{"status":"kicked"}}""", "membership")]
    [InlineData("channel_post", """{"text":"خبر"}""", "unwanted_update")]
    [InlineData("message_reaction", """{}""", "unwanted_update")]
    public void What_is_not_said_to_us_is_ignored(string kind, string content, string reason) =>
        Assert.Equal($"ignored {reason}", Describe(Read(InPrivate(kind, content))));

    [Theory]
    [InlineData("", null)]
    [InlineData("null", null)]
    [InlineData("[]", null)]
    [InlineData("{}", null)]
    [InlineData("{\"update_id\":7", null)]
    [InlineData("{\"update_id\":7,\"mess", 7L)]
    [InlineData("{\"update_id\":7,\"message\":{\"chat\":5}}", 7L)]
    [InlineData("{\"message\":{\"chat\":5},\"update_id\":7}", 7L)]
    [InlineData("{\"update_id\":5000000000,\"message\":{\"message_id\":1}}", 5000000000L)]
    [InlineData("{\"update_id\":7,\"message\":{\"text\":5}} trailing", 7L)]
    [InlineData("{\"update_id\":7,\"\\ud800\":1}", 7L)]
    [InlineData("{\"update_id\":\"7\"}", null)]
    public void What_cannot_be_read_is_a_verdict_and_not_an_exception(string body, long? updateId)
    {
        var verdict = Assert.IsType<TelegramVerdict.NotUnderstood>(Read(body));

        Assert.Equal(updateId, verdict.UpdateId);
    }

    [Fact]
    public void Any_bytes_at_all_are_a_verdict() =>
        Gen.Byte.Array[0, 200].Sample(bytes => Assert.IsType<TelegramVerdict.NotUnderstood>(Reader().Read(bytes)));

    [Fact]
    public void A_body_cut_or_changed_anywhere_is_still_a_verdict()
    {
        var bodies = Vectors.Updates.Select(vector => Encoding.UTF8.GetBytes(vector.Body)).ToArray();

        Gen.Select(Gen.Int[0, bodies.Length - 1], Gen.Int[0, 100_000], Gen.Byte).Sample((which, at, value) =>
        {
            var body = bodies[which];
            var changed = body.ToArray();
            changed[at % body.Length] = value;
            Assert.NotNull(Reader().Read(changed));
            Assert.NotNull(Reader().Read(body.AsMemory(0, at % body.Length)));
        });
    }

    [Theory]
    [InlineData("""{"id":"9","from":{"id":43},"message":{"message_id":2,"chat":{"id":42,"type":"private"}},"data":"a"}""")]
    [InlineData("""{"id":"9","from":{"id":42},"inline_message_id":"x","data":"a"}""")]
    [InlineData("""{"id":"9","from":{"id":42},"message":{"message_id":2,"chat":{"id":42,"type":"private"}},"game_short_name":"g"}""")]
    [InlineData("""{"id":"9","from":{"id":42},"message":{"message_id":2,"chat":{"id":-42,"type":"group"}},"data":"a"}""")]
    public void A_press_that_is_not_ours_has_no_effect_but_stops_spinning(string press)
    {
        var verdict = Assert.IsType<TelegramVerdict.Ignored>(Read($$"""{"update_id":5,"callback_query":{{press}}}"""));

        Assert.Equal(("press_not_ours", "9"), (verdict.Reason, verdict.CallbackId));
    }

    [Fact]
    public void A_press_on_a_message_that_Telegram_has_forgotten_is_read() =>
        Assert.Equal(
            "Message u5 42 at=1795507200 button=7:yes refers=2 press=9",
            Describe(Read("""{"update_id":5,"callback_query":{"id":"9","from":{"id":42},"message":{"message_id":2,"chat":{"id":42,"type":"private"},"date":0},"data":"7:yes"}}""")));

    [Fact]
    public void Unblocking_is_read() =>
        Assert.Equal("Unblocked u5 42 at=1795390000", Describe(Read(InPrivate("my_chat_member", """{"new_chat_member":{"status":"member"}}"""))));

    [Fact]
    public void Until_our_name_is_known_an_addressed_command_counts_as_ours()
    {
        identity.Username = null;

        Assert.Equal("Message u5 42 at=1795390000 text=/help", Describe(Read(InPrivate("message", """{"text":"/help@whoever_bot"}"""))));
    }

    [Fact]
    public void Every_kind_of_message_that_the_library_knows_is_known_to_us()
    {
        string[] content = ["unknown", "text", "photo", "audio", "video", "voice", "document", "location", "contact", "venue", "video_note", "animation", "live_photo", "migrate_from_chat_id", "migrate_to_chat_id"];

        var unknown = Enum.GetNames<MessageType>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)
            .Except(content).Except(TelegramKinds.Unsupported).Except(TelegramKinds.Notices);

        Assert.Empty(unknown);
    }

    [Fact]
    public void Every_kind_of_update_that_the_library_knows_is_known_to_us()
    {
        var unknown = Enum.GetNames<UpdateType>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)
            .Except(TelegramRequest.AllowedUpdates).Except(TelegramKinds.UnwantedUpdates).Except(["unknown"]);

        Assert.Empty(unknown);
    }

    private TelegramUpdateReader Reader() => new(identity, new FakeTimeProvider(Now));

    private TelegramVerdict Read(string body) => Reader().Read(Encoding.UTF8.GetBytes(body));

    /// <summary>The usual fields and then the content, which wins where it names one of them. Pasted and not parsed: half a surrogate pair must get through as it is.</summary>
    private static string InPrivate(string kind, string content)
    {
        const string usual = """
            "message_id":3,"from":{"id":42,"is_bot":false},"chat":{"id":42,"type":"private"},"date":1795390000
            """;
        return "{\"update_id\":5,\"" + kind + "\":{" + usual + (content == "{}" ? "" : ",") + content[1..] + "}";
    }

    private static string Describe(TelegramVerdict verdict) => verdict switch
    {
        TelegramVerdict.Ignored ignored => $"ignored {ignored.Reason}",
        TelegramVerdict.NotUnderstood unclear => $"not understood {unclear.Reason}",
        TelegramVerdict.Understood { Message: var message, CallbackId: var press } => string.Concat(
            $"{message.Kind} {message.MessageId} {message.From.User} at={message.At.ToUnixTimeSeconds()}",
            Part("text", message.Text),
            Part("button", message.Button),
            message.Media.IsEmpty ? "" : " media=" + string.Concat(message.Media.Select(file => $"{file.Kind}:{file.Reference}:{file.FileName}:{file.ContentType}:{file.Bytes} ")),
            message.Location is { } place ? $" place={place.Latitude},{place.Longitude}" : "",
            Part("named", message.LocationName),
            Part("phone", message.OwnPhone),
            Part("album", message.Album),
            Part("unsupported", message.UnsupportedKind),
            Part("refers", message.Refers),
            Part("language", message.LanguageHint),
            Part("press", press)),
        _ => throw new InvalidOperationException("a fourth verdict"),
    };

    private static string Part(string name, string? value) => value is null ? "" : $" {name}={value}";
}
