using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Tests.Outbox;

public class GoneTests
{
    [Fact]
    public async Task What_a_person_who_is_gone_still_had_to_get_is_listed_with_the_reason_and_nothing_that_was_sent()
    {
        using var world = new SenderWorld();
        world.Answer = message => Task.FromResult<SendResult>(message.Text == "أ" ? new SendResult.Sent("1") : new SendResult.RecipientGone("no_such_number"));
        var conversation = await world.Begin("أ", "ب");
        await world.Turn(conversation, world.Message("ج"), world.Message("تذكير") with { Lane = Lane.Reminder });
        await world.Drain();

        Assert.Equal(["5 أ", "5 ب"], world.Sent);
        Assert.Equal(("no_such_number", 0), ((await world.Stored())!.Unreachable, (await world.Stored())!.Pending.Count));
        Assert.Equal("no_such_number", (await world.Failed("ب"))!.Reason);
        Assert.Equal("no_such_number", (await world.Failed("ج"))!.Reason);
        Assert.Null(await world.Failed("أ"));
        Assert.Null(await world.Failed("تذكير"));
    }

    [Fact]
    public async Task Nothing_is_kept_of_a_person_whose_data_was_deleted()
    {
        using var world = new SenderWorld();
        world.AnswerWith(new SendResult.RecipientGone("blocked"));
        var conversation = await world.Begin();
        await world.Turn(conversation with { Forgotten = true }, world.Message("وداعا"));
        await world.Drain();

        Assert.Null(await world.Stored());
        Assert.Null(await world.Failed("وداعا"));
    }
}
