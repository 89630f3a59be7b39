using Moomken.Bot.Evidence;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Tests.Evidence;

public sealed class EvidenceReadingTests : IDisposable
{
    private static readonly EvidenceReader Coordinator = new("M7K2", "evidence", "مراجعة البلاغ");
    private readonly EvidenceWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task The_original_comes_back_byte_for_byte_and_the_access_is_written_down()
    {
        var id = await Kept();

        var opened = Assert.IsType<EvidenceOpening.Opened>(await Open(id, EvidencePart.Original));

        Assert.Equal(EvidenceWorld.Photo, opened.Bytes);
        Assert.Equal("image/jpeg", opened.ContentType);
        var line = (await world.Item(id)).Custody[^1];
        Assert.Equal(("M7K2", CustodySteps.OriginalOpened, "evidence: مراجعة البلاغ"), (line.Who, line.What, line.Reason));
    }

    [Fact]
    public async Task Every_look_at_the_view_is_a_line_too()
    {
        var id = await Kept();
        await world.MakeViews();

        await Open(id, EvidencePart.View);
        await Open(id, EvidencePart.View);

        Assert.Equal(2, (await world.Steps(id)).Count(step => step == CustodySteps.ViewOpened));
    }

    [Fact]
    public async Task An_access_that_cannot_be_written_down_does_not_happen()
    {
        var id = await Kept();
        world.Store.BeforeCommit = () => throw new StoreUnavailableException("disk full");

        await Assert.ThrowsAsync<StoreUnavailableException>(() => Open(id, EvidencePart.Original));
    }

    [Theory]
    [InlineData("", "evidence", "why")]
    [InlineData("M7K2", " ", "why")]
    [InlineData("M7K2", "evidence", "")]
    public async Task Nobody_reads_without_a_name_a_role_and_a_reason(string who, string role, string reason)
    {
        var id = await Kept();

        var opening = await world.Reading.Open(id, EvidencePart.Original, new EvidenceReader(who, role, reason), TestContext.Current.CancellationToken);

        Assert.IsType<EvidenceOpening.ReaderUnnamed>(opening);
    }

    [Theory]
    [InlineData(EvidencePart.Original)]
    [InlineData(EvidencePart.View)]
    public async Task A_file_changed_on_disk_is_reported_and_never_shown(EvidencePart part)
    {
        var id = await Kept();
        await world.MakeViews();
        world.Files.Parts[(id, part)][^1] ^= 1;

        Assert.IsType<EvidenceOpening.Damaged>(await Open(id, part));
        Assert.Equal(CustodySteps.CheckFailed, (await world.Steps(id))[^1]);
    }

    [Fact]
    public async Task One_reports_photo_cannot_be_passed_off_as_anothers()
    {
        var (first, second) = (await Kept(), await Kept());
        await world.MakeViews();
        world.Files.Parts[(first, EvidencePart.View)] = world.Files.Parts[(second, EvidencePart.View)];

        Assert.IsType<EvidenceOpening.Damaged>(await Open(first, EvidencePart.View));
    }

    [Fact]
    public async Task An_original_whose_hash_is_not_the_recorded_one_is_damaged()
    {
        var id = await Kept();
        var item = await world.Item(id);
        await world.Store.WriteAsync(tx =>
        {
            tx.Put(EvidenceItem.Documents, item with { Sha256 = new string('0', 64) });
            return true;
        }, TestContext.Current.CancellationToken);

        Assert.IsType<EvidenceOpening.Damaged>(await Open(id, EvidencePart.Original));
    }

    [Fact]
    public async Task What_was_never_there_and_what_is_not_there_yet_are_told_apart()
    {
        var waiting = await world.Send();

        Assert.IsType<EvidenceOpening.NotFound>(await Open("00000000000000000000000000", EvidencePart.Original));
        Assert.Equal(EvidenceState.Waiting, Assert.IsType<EvidenceOpening.NotHere>(await Open(waiting, EvidencePart.Original)).State);
        Assert.Equal([CustodySteps.Received], await world.Steps(waiting));
    }

    private async Task<string> Kept()
    {
        var id = await world.Send();
        await world.Fetch();
        return id;
    }

    private Task<EvidenceOpening> Open(string id, EvidencePart part) =>
        world.Reading.Open(id, part, Coordinator, TestContext.Current.CancellationToken);
}
