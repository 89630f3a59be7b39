using Moomken.Bot.Host.Storage.Disk;
using Moomken.Bot.Host.Storage.LiteDb;
using Xunit;

namespace Moomken.Bot.Host.Tests.Storage;

public class LogStreamTests
{
    private const int ConfirmedByte = 18;

    private readonly SimulatedDisk disk = new(new Random(3));
    private readonly StoreCounters counters = new();

    [Fact]
    public void Pages_are_flushed_once_with_the_last_of_their_transaction()
    {
        using var log = Open(disk);
        var before = counters.Fsyncs;

        Write(log, 1, 2, 3);
        log.Flush();
        Assert.Equal(before, counters.Fsyncs);
        Assert.Equal(2, Read(log, 1));

        Write(log, confirmed: true, 4);

        Assert.Equal(before + 1, counters.Fsyncs);
        Assert.Equal(1, log.Commits);
        Assert.Equal(4 * LogFrame.PageSize, log.Length);
        Assert.Equal(4, Read(log, 3));
    }

    [Fact]
    public void Pages_whose_transaction_was_not_finished_are_gone_when_the_log_is_opened_again()
    {
        using (var log = Open(disk))
        {
            Write(log, confirmed: true, 1, 2);
            Write(log, 3, 4);
        }

        using var reopened = Open(disk);

        Assert.Equal(2 * LogFrame.PageSize, reopened.Length);
    }

    [Fact]
    public void A_log_that_was_emptied_stays_empty_after_a_power_cut()
    {
        // Were it to come back in part, old pages would lie over newer ones.
        for (var round = 0; round < 20; round++)
        {
            var other = new SimulatedDisk(new Random(round));
            using var log = Open(other);
            Write(log, confirmed: true, 1);
            Write(log, confirmed: true, 2, 3);
            log.SetLength(0);

            using var after = Open(other.AfterCut());

            Assert.Equal(0, after.Length);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(4, 4)]
    public void The_log_ends_with_the_last_commit_before_the_first_damaged_frame(int damaged, int left)
    {
        using (var log = Open(disk))
        {
            Write(log, confirmed: true, 1);
            Write(log, confirmed: true, 2, 3, 4);
            Write(log, confirmed: true, 5);
        }

        using (var file = disk.Open("log"))
        {
            file.Write([0xAB], (damaged * LogFrame.Size) + 5_000);
        }

        using var reopened = Open(disk);

        Assert.Equal(left * LogFrame.PageSize, reopened.Length);
    }

    [Fact]
    public void A_failed_write_is_reported_to_who_waits_and_taken_back()
    {
        using var log = Open(disk);
        Write(log, confirmed: true, 1);
        log.Accept();

        disk.IsFull = true;
        Write(log, confirmed: true, 2, 3);

        Assert.Equal(28, Assert.Throws<IOException>(() => log.WaitForCommit(2, TimeSpan.FromSeconds(1))).InnerException!.HResult);
        log.TakeBack();
        using var file = disk.Open("log");
        Assert.Equal(LogFrame.Size, file.Length);
    }

    private LogStream Open(IDisk from) => new(from.Open("log"), TimeProvider.System, counters, ConfirmedByte);

    private static void Write(LogStream log, params byte[] pages) => Write(log, confirmed: false, pages);

    private static void Write(LogStream log, bool confirmed, params byte[] pages)
    {
        for (var i = 0; i < pages.Length; i++)
        {
            var page = new byte[LogFrame.PageSize];
            page.AsSpan().Fill(pages[i]);
            page[ConfirmedByte] = confirmed && i == pages.Length - 1 ? (byte)1 : (byte)0;
            log.Position = log.Length;
            log.Write(page, 0, page.Length);
        }
    }

    private static byte Read(LogStream log, int index)
    {
        var page = new byte[LogFrame.PageSize];
        log.Position = index * LogFrame.PageSize;
        Assert.Equal(page.Length, log.Read(page, 0, page.Length));
        return page[^1];
    }
}
