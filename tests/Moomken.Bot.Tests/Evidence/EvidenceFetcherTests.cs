using System.Security.Cryptography;
using Moomken.Bot.Evidence;
using Moomken.Bot.Messages;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Tests.Evidence;

public sealed class EvidenceFetcherTests : IDisposable
{
    private readonly EvidenceWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task What_is_needed_to_fetch_a_file_is_stored_sealed_with_its_name()
    {
        var id = await world.Send("secret-reference");

        var item = await world.Item(id);
        Assert.Equal(EvidenceState.Waiting, item.State);
        Assert.Equal("صورة فاطمة.jpg", world.Vault.OpenText(item.SealedFileName!));
        Assert.DoesNotContain("secret-reference", world.Store.Dump(), StringComparison.Ordinal);
        Assert.DoesNotContain("فاطمة", System.Text.RegularExpressions.Regex.Unescape(world.Store.Dump()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fetched_file_is_kept_sealed_with_its_type_size_and_hash()
    {
        var id = await world.Send("file-7");

        var round = await world.Fetch();

        var item = await world.Item(id);
        Assert.Equal(1, round.Done);
        Assert.Equal("file-7", world.Telegram.Asked.Single().Reference);
        Assert.Equal((EvidenceState.Kept, "image/jpeg", 12L), (item.State, item.ContentType, item.Bytes!.Value));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(EvidenceWorld.Photo)), item.Sha256);
        Assert.Null(item.SealedReference);
        Assert.True(world.Files.Parts[(id, EvidencePart.Original)].AsSpan().IndexOf(EvidenceWorld.Photo) < 0, "the file on disk holds the photo in the clear");
        Assert.Equal([CustodySteps.Received, CustodySteps.Fetched, CustodySteps.Sealed], await world.Steps(id));
    }

    [Fact]
    public async Task A_kept_file_is_not_fetched_again()
    {
        await world.Send();
        await world.Fetch();

        await world.Fetch();

        Assert.Single(world.Telegram.Asked);
    }

    [Fact]
    public async Task A_file_of_a_type_that_we_do_not_know_is_kept_without_a_view()
    {
        world.Telegram.Answers(new FetchResult.Fetched("MZ is a Windows program"u8.ToArray()));
        var id = await world.Send(kind: "document");

        await world.Fetch();
        await world.MakeViews();

        var item = await world.Item(id);
        Assert.Equal((EvidenceState.Kept, EvidenceTypes.Unknown, false), (item.State, item.ContentType, item.HasView));
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_missing_at_once_with_the_reason()
    {
        world.Telegram.Answers(new FetchResult.TooLarge(EvidenceFetcher.MaxBytes + 1));
        var id = await world.Send();

        await world.Fetch();

        var item = await world.Item(id);
        Assert.Equal((EvidenceState.Missing, MissingReasons.TooLarge), (item.State, item.Reason));
        Assert.Null(item.SealedReference);
    }

    [Fact]
    public async Task A_channel_that_delivers_more_than_it_was_allowed_is_not_believed()
    {
        world.Telegram.Answers(new FetchResult.Fetched(new byte[EvidenceFetcher.MaxBytes + 1]));
        var id = await world.Send();

        await world.Fetch();

        Assert.Equal(MissingReasons.TooLarge, (await world.Item(id)).Reason);
        Assert.Empty(world.Files.Parts);
    }

    [Fact]
    public async Task A_file_that_the_provider_no_longer_has_is_missing_at_once()
    {
        world.Telegram.Answers(new FetchResult.Failed("file_gone", Retryable: false));
        var id = await world.Send();

        var round = await world.Fetch();

        var item = await world.Item(id);
        Assert.Equal(1, round.Missing);
        Assert.Equal((EvidenceState.Missing, MissingReasons.Gone), (item.State, item.Reason));
        Assert.Equal("gone: file_gone", item.Custody[^1].Reason);
    }

    [Fact]
    public async Task Attempts_follow_the_schedule_and_then_the_file_is_missing()
    {
        world.Telegram.Answers(new FetchResult.Failed("network", Retryable: true));
        var id = await world.Send();
        await world.Fetch();

        foreach (var pause in EvidenceFetcher.RetryPauses)
        {
            world.Time.Advance(pause - TimeSpan.FromSeconds(1));
            var before = world.Telegram.Asked.Count;
            await world.Fetch();
            Assert.Equal(before, world.Telegram.Asked.Count);

            world.Time.Advance(TimeSpan.FromSeconds(1));
            await world.Fetch();
            Assert.Equal(before + 1, world.Telegram.Asked.Count);
        }

        var item = await world.Item(id);
        Assert.Equal((EvidenceState.Missing, MissingReasons.Unreachable), (item.State, item.Reason));
        Assert.Equal(EvidenceFetcher.RetryPauses.Length + 1, item.Custody.Count(line => line.What == CustodySteps.FetchFailed));
    }

    [Fact]
    public async Task A_file_that_comes_at_the_third_attempt_is_kept()
    {
        var answers = new Queue<FetchResult>([new FetchResult.Failed("network", true), new FetchResult.Fetched([]), new FetchResult.Fetched(EvidenceWorld.Photo)]);
        world.Telegram.Answer = (_, _) => Task.FromResult(answers.Dequeue());
        var id = await world.Send();

        await world.Fetch();
        world.Time.Advance(EvidenceFetcher.RetryPauses[0]);
        await world.Fetch();
        world.Time.Advance(EvidenceFetcher.RetryPauses[1]);
        await world.Fetch();

        var item = await world.Item(id);
        Assert.Equal((EvidenceState.Kept, 2, (string?)null), (item.State, item.Attempts, item.Reason));
    }

    [Fact]
    public async Task A_provider_that_never_answers_is_given_up_for_now_when_its_time_is_over()
    {
        var asked = world.Telegram.Hangs();
        var id = await world.Send();

        var round = world.Fetch();
        await asked;
        world.Time.Advance(EvidenceFetcher.FetchTimeout);

        Assert.Equal(1, (await round).Retrying);
        Assert.Equal("timeout", (await world.Item(id)).Reason);
    }

    [Fact]
    public async Task A_channel_that_is_turned_off_is_waited_for()
    {
        var id = await world.Send(channel: "whatsapp");

        await world.Fetch();

        Assert.Equal((EvidenceState.Waiting, "channel_off"), ((await world.Item(id)).State, (await world.Item(id)).Reason));
    }

    [Fact]
    public async Task One_file_that_makes_its_channel_throw_does_not_stop_the_others()
    {
        world.Telegram.Answer = (media, _) => media.Reference == "poison"
            ? throw new InvalidOperationException("https://api.example/bot123:token/file")
            : Task.FromResult<FetchResult>(new FetchResult.Fetched(EvidenceWorld.Photo));
        var poison = await world.Send("poison");
        var good = await world.Send("good");

        await world.Fetch();

        Assert.Equal(EvidenceState.Kept, (await world.Item(good)).State);
        Assert.Equal("channel_fault InvalidOperationException", (await world.Item(poison)).Reason);
        Assert.DoesNotContain("token", world.Store.Dump(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_that_cannot_be_opened_does_not_stop_the_others()
    {
        var poison = await world.Send("poison");
        var good = await world.Send("good");
        var broken = await world.Item(poison);
        await world.Store.WriteAsync(tx =>
        {
            tx.Put(EvidenceItem.Documents, broken with { SealedReference = "not sealed at all" });
            return true;
        }, TestContext.Current.CancellationToken);

        var round = await world.Fetch();

        Assert.Equal(EvidenceState.Kept, (await world.Item(good)).State);
        Assert.Equal(poison, round.Faults.Single().Id);
        Assert.Equal(EvidenceState.Waiting, (await world.Item(poison)).State);
    }

    [Fact]
    public async Task A_full_disk_is_nobodys_attempt_and_the_file_is_kept_when_there_is_room_again()
    {
        world.Files.BeforeWrite = () => throw new IOException("No space left on device");
        var id = await world.Send();

        for (var i = 0; i < 50; i++)
        {
            Assert.Single((await world.Fetch()).Faults);
            world.Time.Advance(EvidenceFetcher.FaultPause);
        }

        Assert.Equal((EvidenceState.Waiting, 0), ((await world.Item(id)).State, (await world.Item(id)).Attempts));
        world.Files.BeforeWrite = () => { };
        await world.Fetch();
        Assert.Equal(EvidenceState.Kept, (await world.Item(id)).State);
    }

    [Fact]
    public async Task After_a_crash_between_file_and_document_the_file_is_taken_from_disk_even_when_the_provider_has_lost_it()
    {
        var id = await world.Send();
        world.Store.BeforeCommit = () => throw new StoreUnavailableException("killed");
        Assert.Single((await world.Fetch()).Faults);
        world.Store.BeforeCommit = () => { };
        world.Telegram.Answers(new FetchResult.Failed("file_gone", Retryable: false));

        await world.Fetch();

        Assert.Equal(EvidenceState.Kept, (await world.Item(id)).State);
        Assert.Equal([CustodySteps.Received, CustodySteps.Resumed, CustodySteps.Sealed], await world.Steps(id));
    }

    [Fact]
    public async Task A_torn_file_left_by_a_crash_is_fetched_anew()
    {
        var id = await world.Send();
        world.Files.Parts[(id, EvidencePart.Original)] = [1, 1, 2, 3, 5];

        await world.Fetch();

        Assert.Equal(EvidenceState.Kept, (await world.Item(id)).State);
        Assert.Single(world.Telegram.Asked);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Wherever_the_world_stops_the_next_start_ends_with_one_kept_file_and_one_view(int stopAt)
    {
        var id = await world.Send();
        var step = 0;
        void Stop()
        {
            if (step++ == stopAt)
            {
                throw new OperationCanceledException("killed");
            }
        }

        (world.Files.BeforeWrite, world.Files.AfterWrite, world.Store.BeforeCommit) = (Stop, Stop, Stop);
        for (var restart = 0; restart < 3; restart++)
        {
            await world.Fetch();
            await Record.ExceptionAsync(world.MakeViews);
            world.Time.Advance(EvidenceFetcher.FaultPause);
        }

        var item = await world.Item(id);
        Assert.True(step > stopAt, "the world never reached that point");
        Assert.Equal((EvidenceState.Kept, true, false), (item.State, item.HasView, item.ViewWaiting));
        Assert.Equal(2, world.Files.Parts.Count);
        Assert.Single(item.Custody, line => line.What == CustodySteps.Sealed);
        Assert.Single(item.Custody, line => line.What == CustodySteps.ViewMade);
    }

    [Fact]
    public async Task A_channel_that_hangs_does_not_hold_up_another()
    {
        var asked = world.Telegram.Hangs();
        var web = new FakeChannel("web");
        await world.Send();
        var id = await world.Send(channel: "web");

        var round = world.Fetch(web);
        await asked;
        while ((await world.Item(id)).State == EvidenceState.Waiting)
        {
            await Task.Yield();
        }

        Assert.False(round.IsCompleted);
        world.Time.Advance(EvidenceFetcher.FetchTimeout);
        await round;
    }

    [Fact]
    public async Task Hundreds_that_wait_for_later_do_not_hide_a_new_one()
    {
        world.Telegram.Answers(new FetchResult.Failed("network", Retryable: true));
        for (var i = 0; i < 250; i++)
        {
            await world.Send();
        }

        await world.Fetch();
        world.Telegram.Answers(new FetchResult.Fetched(EvidenceWorld.Photo));
        var late = await world.Send();
        await world.Fetch();

        Assert.Equal(EvidenceState.Kept, (await world.Item(late)).State);
    }
}
