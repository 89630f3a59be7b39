using Moomken.Bot.Messages;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Tests.Outbox;

public class SenderTests
{
    private static readonly SendResult Throttled = new SendResult.Throttled(TimeSpan.FromSeconds(30), WholeAccount: false);

    [Fact]
    public async Task The_sent_log_is_kept_until_the_conversation_says_the_same()
    {
        using var world = new SenderWorld();
        await world.Begin("أ");
        await world.Drain();
        world.Sender.ForgetSettled();
        Assert.Equal(["أ"], world.Log.Entries.Keys);

        await world.Settle();
        world.Sender.ForgetSettled();
        Assert.Empty(world.Log.Entries);
        Assert.Empty((await world.Stored(world.Book.ConversationId(SenderWorld.Address)))!.Pending);
    }

    [Fact]
    public async Task The_sent_log_stays_short_though_somebody_is_always_unsettled()
    {
        using var world = new SenderWorld();
        var conversation = await world.Begin("0");
        for (var turn = 1; turn <= 50; turn++)
        {
            await world.Drain();
            world.Sender.ForgetSettled();
            world.Time.Advance(TimeSpan.FromSeconds(2));
            conversation = await world.Turn(conversation, world.Message($"{turn}"));
            await world.Drain();
            Assert.Contains($"{turn}", world.Log.Entries.Keys);
        }

        Assert.InRange(world.Log.Entries.Count, 1, 4);
    }

    [Fact]
    public async Task What_a_full_disk_did_not_let_us_note_is_still_not_sent_again()
    {
        using var world = new SenderWorld(new FullSentLog());
        await world.Begin("أ", "ب");
        await world.Drain();
        world.Time.Advance(TimeSpan.FromMinutes(10));
        await world.Drain();

        Assert.Equal(["5 أ", "5 ب"], world.Sent);
    }

    [Fact]
    public async Task A_message_that_waits_is_dropped_when_the_person_says_stop()
    {
        using var world = new SenderWorld { Answer = _ => Task.FromResult(Throttled) };
        var conversation = await world.Begin("تذكير");
        await world.Drain();
        world.Answer = _ => Task.FromResult<SendResult>(new SendResult.Sent(null));
        await world.Turn(conversation with { Pending = [] }, world.Message("توقفنا"));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.Drain();

        Assert.Equal(["5 تذكير", "5 توقفنا"], world.Sent);
    }

    [Fact]
    public async Task A_reply_that_comes_while_the_chat_is_being_marked_as_gone_is_sent()
    {
        using var world = new SenderWorld { Answer = _ => Task.FromResult<SendResult>(new SendResult.RecipientGone("blocked")) };
        var conversation = await world.Begin("أ", "ب");
        world.AfterWrite = () =>
        {
            // The person unblocks us and writes, between our write and our next step.
            world.Answer = _ => Task.FromResult<SendResult>(new SendResult.Sent(null));
            world.Sender.Offer(conversation with { Pending = [world.Message("أهلا")], Revision = conversation.Revision + 2 }, SenderWorld.Address);
        };
        await world.Drain();

        Assert.Equal(["5 أ", "5 أهلا"], world.Sent);
    }

    [Fact]
    public async Task What_was_sent_before_a_chat_moved_is_not_sent_again_there()
    {
        using var world = new SenderWorld();
        world.Answer = message => Task.FromResult<SendResult>(message.Text == "ب" && world.Sent.Count == 2 ? new SendResult.RecipientMoved("77") : new SendResult.Sent(null));
        await world.Begin("أ", "ب");
        await world.Drain();

        Assert.Equal(["5 أ", "5 ب", "77 ب"], world.Sent);
    }

    [Fact]
    public async Task Who_comes_back_after_their_data_was_deleted_is_answered()
    {
        using var world = new SenderWorld();
        var conversation = await world.Begin("أ");
        for (var turn = 0; turn < 5; turn++)
        {
            conversation = await world.Turn(conversation, world.Message($"{turn}"));
        }

        await world.Drain();
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.Begin("من جديد"); // a new person, and the revisions begin again
        await world.Drain();

        Assert.Equal("5 من جديد", world.Sent[^1]);
    }

    [Fact]
    public async Task An_older_state_of_a_conversation_brings_nothing_back()
    {
        using var world = new SenderWorld();
        var first = await world.Begin("أ");
        var second = await world.Turn(first, world.Message("ب"));
        await world.Drain();
        await world.Turn(second);
        world.Sender.Offer(first, SenderWorld.Address);
        await world.Drain();

        Assert.Equal(["5 أ", "5 ب"], world.Sent);
    }

    [Fact]
    public async Task What_is_on_its_way_at_a_stop_gets_its_answer_and_is_noted()
    {
        using var world = new SenderWorld();
        using var stop = new CancellationTokenSource();
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource<SendResult>();
        world.Answer = _ =>
        {
            asked.SetResult();
            return answer.Task;
        };
        await world.Begin("أ");
        var running = world.Sender.RunAsync(stop.Token);
        await asked.Task;
        await stop.CancelAsync();
        Assert.False(running.IsCompleted);

        answer.SetResult(new SendResult.Sent("1"));
        await running;
        Assert.Equal(["أ"], world.Log.Entries.Keys);
    }

    private sealed class FullSentLog : ISentLog
    {
        public IReadOnlyDictionary<string, string?> Recovered { get; } = new Dictionary<string, string?>();

        public IReadOnlySet<string> Began { get; } = new HashSet<string>();

        public void Append(string messageId, string? providerId) => throw new StoreUnavailableException("The disk is full.");

        public void Begin(string messageId) => throw new StoreUnavailableException("The disk is full.");

        public void End(string messageId) => throw new StoreUnavailableException("The disk is full.");

        public void Settled()
        {
        }

        public void Flush()
        {
        }

        public void BeginPart()
        {
        }

        public void ForgetOlderPart()
        {
        }
    }
}
