using Moomken.Bot.Evidence;
using Xunit;

namespace Moomken.Bot.Tests.Evidence;

public sealed class EvidenceViewsTests : IDisposable
{
    private readonly EvidenceWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task A_photo_gets_a_view_after_it_is_kept()
    {
        var id = await world.Send();
        await world.Fetch();
        Assert.False((await world.Item(id)).HasView);

        await world.MakeViews();

        Assert.True((await world.Item(id)).HasView);
        Assert.Equal(CustodySteps.ViewMade, (await world.Steps(id))[^1]);
    }

    [Fact]
    public async Task An_image_that_cannot_be_decoded_stays_without_a_view_and_says_so()
    {
        world.Views = _ => null;
        var id = await world.Send();
        await world.Fetch();

        await world.MakeViews();

        var item = await world.Item(id);
        Assert.Equal((false, false), (item.HasView, item.ViewWaiting));
        Assert.Equal((CustodySteps.NoView, "not_decodable"), (item.Custody[^1].What, item.Custody[^1].Reason));
    }

    [Fact]
    public async Task An_image_that_brings_the_process_down_is_opened_twice_and_never_again()
    {
        var opened = 0;
        world.Views = _ =>
        {
            opened++;
            throw new OperationCanceledException("the process is gone");
        };
        var id = await world.Send();
        await world.Fetch();

        for (var restart = 0; restart < 5; restart++)
        {
            await world.MakeViews();
        }

        Assert.Equal(EvidenceViews.MaxAttempts, opened);
        Assert.Equal("failed_before", (await world.Item(id)).Custody[^1].Reason);
    }

    [Fact]
    public async Task One_image_that_fails_does_not_stop_the_next()
    {
        world.Views = original => original.Length == 12 ? throw new InvalidOperationException("bad one") : original;
        var bad = await world.Send("bad");
        await world.Fetch();
        world.Telegram.Answers(new Messages.FetchResult.Fetched([.. EvidenceWorld.Photo, 9]));
        var good = await world.Send("good");
        await world.Fetch();

        var round = await world.MakeViews();

        Assert.True((await world.Item(good)).HasView);
        Assert.Equal(bad, round.Faults.Single().Id);
    }

    [Fact]
    public async Task A_full_disk_does_not_cost_the_image_its_view()
    {
        var id = await world.Send();
        await world.Fetch();
        world.Files.BeforeWrite = () => throw new IOException("No space left on device");
        for (var i = 0; i < 5; i++)
        {
            await world.MakeViews();
            world.Time.Advance(EvidenceFetcher.FaultPause);
        }

        world.Files.BeforeWrite = () => { };
        await world.MakeViews();

        Assert.True((await world.Item(id)).HasView);
    }
}
