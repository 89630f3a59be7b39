using System.Collections.Immutable;
using System.Text.Json;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Messages;
using Moomken.Bot.People;
using Xunit;

namespace Moomken.Bot.Tests.Conversations;

public class ConversationDocumentTests
{
    private static readonly DateTimeOffset Now = new(2026, 12, 5, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public void A_conversation_comes_back_from_its_document_as_it_was()
    {
        var whole = Whole();

        var read = JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(whole, Conversation.Documents.Json), Conversation.Documents.Json)!;

        Assert.Equal(JsonSerializer.Serialize(whole, Conversation.Documents.Json), JsonSerializer.Serialize(read, Conversation.Documents.Json));
        Assert.Equal("مسلحون", read.Session.Top!.Slots["details"].Value);
        Assert.Equal(["photo:E1"], read.Session.Top.Slots["details"].Items);
        Assert.Equal(32.9, read.Session.Top.Slots["place"].Point!.Value.Latitude);
        Assert.Equal(Lane.Safety, read.Pending[0].Lane);
        Assert.Equal("رجوع", read.Pending[0].Choices[0].Label);
    }

    [Fact]
    public void A_line_that_was_left_open_before_there_could_be_several_is_still_there()
    {
        const string Old = """{"Id":"c","PersonId":"p","Channel":"sms","Account":"1","SealedUser":"s","LastAt":"2026-12-05T09:30:00+00:00","OneLine":{"Form":"incident","Slots":{"place":{"Value":"LY021401"}},"Print":"f","At":"2026-12-05T09:30:00+00:00"}}""";

        var read = JsonSerializer.Deserialize(Old, Conversation.Documents.Json)!;

        Assert.Equal("LY021401", Assert.Single(read.Lines!).Slots["place"].Value);
        Assert.DoesNotContain("\"OneLine\"", JsonSerializer.Serialize(read, Conversation.Documents.Json), StringComparison.Ordinal);
    }

    [Fact]
    public void A_conversation_with_nothing_in_it_comes_back_too()
    {
        var bare = new Conversation { Id = "c", PersonId = "p", Channel = "sms", Account = "1", SealedUser = "s", LastAt = Now };

        var read = JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(bare, Conversation.Documents.Json), Conversation.Documents.Json)!;

        Assert.Empty(read.Pending);
        Assert.False(read.Timers.IsDefault);
        Assert.False(read.Seen.Marks.IsDefault);
        Assert.Empty(read.Session.Frames);
    }

    [Fact]
    public void Who_was_only_written_to_was_never_heard_and_is_not_asked_whether_it_is_still_them()
    {
        var told = new Conversation { Id = "c", PersonId = "p", Channel = "whatsapp", Account = "1", SealedUser = "s", LastAt = Now, NeverWrote = true };

        var read = JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(told, Conversation.Documents.Json), Conversation.Documents.Json)!;
        var wrote = read with { NeverWrote = false };

        Assert.Equal(DateTimeOffset.MinValue, read.LastHeard);
        Assert.False(new StillYou(TimeSpan.FromDays(60)).Doubts(read, Now.AddDays(90)));
        Assert.Equal(Now, wrote.LastHeard);
        Assert.True(new StillYou(TimeSpan.FromDays(60)).Doubts(wrote, Now.AddDays(90)));
        Assert.False(new StillYou(TimeSpan.FromDays(91)).Doubts(wrote, Now.AddDays(90)));
    }

    [Theory]
    [InlineData("kannel", true)]
    [InlineData("twilio-sms", true)]
    [InlineData("whatsapp", true)]
    [InlineData("telegram", false)]
    [InlineData("web", false)]
    [InlineData("botframework", false)]
    public void A_number_may_be_sold_again_under_whatever_name_its_channel_goes(string channel, bool doubted)
    {
        var wrote = new Conversation { Id = "c", PersonId = "p", Channel = channel, Account = "1", SealedUser = "s", LastAt = Now };

        Assert.Equal(doubted, new StillYou(TimeSpan.FromDays(60)).Doubts(wrote, Now.AddDays(61)));
        Assert.False(new StillYou(TimeSpan.FromDays(60)).Doubts(wrote, Now.AddDays(59)));
    }

    private static Conversation Whole() => new()
    {
        Id = "c",
        PersonId = "p",
        Channel = "telegram",
        Account = "1",
        SealedUser = "s",
        LastAt = Now,
        Session = new DialogSession
        {
            Sprint = 7,
            Frames =
            [
                new DialogFrame
                {
                    Dialog = "incident",
                    Version = 1,
                    State = "report.when",
                    Slots = ImmutableSortedDictionary<string, Answer>.Empty
                        .Add("details", new Answer("مسلحون", Items: ["photo:E1"]))
                        .Add("place", new Answer("LY0211", "طرابلس", Point: new GeoPoint(32.9, 13.2)))
                        .Add("when", Answer.Skipped),
                    Trail = ["safe", "report.category"],
                    Offered = [new Choice("VIO-1", "مسلحون")],
                    At = Now,
                },
            ],
        },
        Seen = new SeenMessages([1, -2], [3, 4]),
        Pending =
        [
            new OutboundMessage
            {
                Id = "m",
                Lane = Lane.Safety,
                Tongue = Tongue.Arabic,
                Text = "متى؟",
                Choices = [new OutboundChoice("7:back", "رجوع", "9", true)],
                CreatedAt = Now,
                ExpiresAt = Now,
            },
        ],
        Timers = [new ConversationTimer("remind.0", 7, Now)],
        Recent = new RecentReport("ABCDEFGH", "f", "t", Now),
        Danger = new OpenDanger("i", Now),
        Revision = 3,
    };
}
