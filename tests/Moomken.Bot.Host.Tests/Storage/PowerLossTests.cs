using Moomken.Bot.Crash;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Storage;

/// <summary>The power is cut under load, over the real streams, again and again on the same growing file.</summary>
public class PowerLossTests
{
    private const int CutsInARow = 25;

    /// <summary>20 files of 25 cuts each make 500; every second file's cuts are aimed at checkpoints.</summary>
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task No_acknowledged_work_is_lost_or_torn_and_the_file_opens_and_goes_on(int seed)
    {
        var random = new Random(seed);
        using var vault = TestVault.New();
        var disk = new SimulatedDisk(random);
        var acknowledged = new long[StoreLoad.Lanes];
        for (var cut = 0; cut < CutsInARow; cut++)
        {
            if (seed % 2 == 0)
            {
                disk.CutInAfterDataWrite = random.Next(1, 60);
            }
            else
            {
                disk.CutIn = random.Next(1, 120);
            }

            await LoadUntilCut(disk, vault, acknowledged);
            disk = disk.AfterCut();

            await using var store = LiteDbStore.Open(Options, vault, TimeProvider.System, disk);
            (await LoadCheck.Check(store, acknowledged)).CopyTo(acknowledged, 0);
        }

        Assert.All(acknowledged, number => Assert.True(number > CutsInARow, "the load did hardly anything"));
    }

    [Fact]
    public async Task A_power_cut_while_the_file_is_made_leaves_a_folder_in_which_it_can_be_made()
    {
        var random = new Random(99);
        using var vault = TestVault.New();
        for (var operation = 1; operation < 40; operation++)
        {
            var disk = new SimulatedDisk(random) { CutIn = operation };
            await LoadUntilCut(disk, vault, new long[StoreLoad.Lanes]);

            await using var store = LiteDbStore.Open(Options, vault, TimeProvider.System, disk.AfterCut());
            await store.WriteAsync(transaction => StoreLoad.Step(transaction, 0));
        }
    }

    [Fact]
    public void A_sent_message_is_known_after_a_power_cut_once_the_log_was_flushed()
    {
        var random = new Random(5);
        for (var round = 0; round < 20; round++)
        {
            var disk = new SimulatedDisk(random);
            var sent = SentLogFile.Open(disk);
            sent.Append("message-1", "provider-1");
            sent.Flush();
            sent.Append("message-2", null);

            Assert.Equal("provider-1", SentLogFile.Open(disk.AfterCut()).Recovered["message-1"]);
        }
    }

    // Rows go into LiteDB and its log into the data file every few commits, so that many cuts fall into that.
    private static LiteDbStoreOptions Options => StoreLoad.Options("unused") with { JournalBytes = 8_000, CheckpointPages = 20, CheckpointHardCap = 60 };

    private static async Task LoadUntilCut(SimulatedDisk disk, Moomken.Bot.Sealing.Vault vault, long[] acknowledged)
    {
        LiteDbStore store;
        try
        {
            store = LiteDbStore.Open(Options, vault, TimeProvider.System, disk);
        }
        catch (StoreUnavailableException) when (disk.IsCut)
        {
            return;
        }

        await using (store)
        {
            await Task.WhenAll(Enumerable.Range(0, StoreLoad.Lanes).Select(lane => Task.Run(() => Lane(store, disk, lane, acknowledged))));
        }
    }

    private static async Task Lane(LiteDbStore store, SimulatedDisk disk, int lane, long[] acknowledged)
    {
        try
        {
            while (!disk.IsCut)
            {
                acknowledged[lane] = await store.WriteAsync(transaction => StoreLoad.Step(transaction, lane));
            }
        }
        catch (StoreUnavailableException) when (disk.IsCut)
        {
            // The cut.
        }
    }
}
