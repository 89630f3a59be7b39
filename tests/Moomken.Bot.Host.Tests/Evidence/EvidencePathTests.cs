using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moomken.Bot.Evidence;
using Moomken.Bot.Host.Evidence;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Moomken.Bot.Sealing;
using Moomken.Bot.Tests.Evidence;
using Moomken.Bot.Tests.Support;
using Xunit;

namespace Moomken.Bot.Host.Tests.Evidence;

/// <summary>A photo's whole way, with the real disk and the real decoder.</summary>
public sealed class EvidencePathTests : IDisposable
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("moomken-evidence-");
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
    private readonly FakeStore store = new();
    private readonly FakeChannel telegram = new("telegram");
    private readonly Vault vault = new(new Dictionary<byte, byte[]> { [1] = new byte[32] }, new byte[32]);
    private readonly DiskEvidenceFiles files;

    public EvidencePathTests() => files = new DiskEvidenceFiles(data.FullName);

    public void Dispose()
    {
        vault.Dispose();
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task A_photo_with_a_place_in_it_is_kept_whole_shown_without_it_and_lies_sealed()
    {
        var photo = Pictures.WithExif(Pictures.Jpeg(), orientation: 6);
        telegram.Answers(new FetchResult.Fetched(photo));
        var id = await Send();

        await RunWorkerUntilViewed(id);

        var reading = new EvidenceReading(store, files, vault, time);
        var reader = new EvidenceReader("M7K2", "evidence", "مراجعة");
        var original = Assert.IsType<EvidenceOpening.Opened>(await reading.Open(id, EvidencePart.Original, reader, TestContext.Current.CancellationToken));
        var view = Assert.IsType<EvidenceOpening.Opened>(await reading.Open(id, EvidencePart.View, reader, TestContext.Current.CancellationToken));
        Assert.Equal(photo, original.Bytes);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(photo)), (await Item(id)).Sha256);
        Assert.DoesNotContain("Fatima", Encoding.Latin1.GetString(view.Bytes), StringComparison.Ordinal);
        Assert.All(
            Directory.GetFiles(data.FullName, "*", SearchOption.AllDirectories),
            file => Assert.DoesNotContain("Fatima", Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal));
        Assert.Equal([CustodySteps.OriginalOpened, CustodySteps.ViewOpened], (await Item(id)).Custody[^2..].Select(line => line.What));
    }

    [Fact]
    public async Task The_worker_goes_on_after_a_round_that_failed()
    {
        var id = await Send();
        var failures = 0;
        store.BeforeCommit = () =>
        {
            if (failures++ < 3)
            {
                throw new Moomken.Bot.Storage.StoreUnavailableException("The store is closing.");
            }
        };
        telegram.Answers(new FetchResult.Fetched(Pictures.Jpeg()));

        await RunWorkerUntilViewed(id);

        Assert.True((await Item(id)).HasView);
    }

    private async Task RunWorkerUntilViewed(string id)
    {
        using var worker = new EvidenceWorker(
            new EvidenceFetcher(store, files, vault, [telegram], time),
            new EvidenceViews(store, files, vault, ImageView.Make, time),
            OnlyNode.Instance,
            time,
            NullLogger<EvidenceWorker>.Instance);
        await worker.StartAsync(TestContext.Current.CancellationToken);
        while (!(await Item(id)).HasView)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            time.Advance(EvidenceWorker.Pause);
            await Task.Yield();
        }

        await worker.StopAsync(TestContext.Current.CancellationToken);
    }

    private Task<string> Send() => store.WriteAsync(tx => new EvidenceIntake(vault, new IdSource(time, new Random(7).NextBytes))
        .Take(tx, new InboundMedia("photo", "file-1", null, null, null), "telegram", time.GetUtcNow()).Id);

    private async Task<EvidenceItem> Item(string id) => (await store.ReadAsync(reader => reader.Get(EvidenceItem.Documents, id)))!;
}
