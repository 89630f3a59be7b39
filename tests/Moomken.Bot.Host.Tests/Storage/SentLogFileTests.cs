using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Storage;

public sealed class SentLogFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string FilePath => folder.File(SentLogFile.FileName);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_appended_is_recovered_without_a_flush()
    {
        using var killed = SentLogFile.Open(folder.Path);
        killed.Append("01J0", "telegram/12");
        killed.Append("01J1", null);
        killed.Append("01J2", "");
        killed.Append("01J0", "telegram/13");

        using var next = SentLogFile.Open(folder.Path);

        Assert.Equal(
            [new("01J0", "telegram/13"), new("01J1", null), new("01J2", "")],
            next.Recovered.OrderBy(entry => entry.Key, StringComparer.Ordinal));
        Assert.Empty(killed.Recovered);
    }

    [Fact]
    public void A_backup_is_told_what_was_sent_and_not_what_only_began()
    {
        using var log = SentLogFile.Open(folder.Path);
        log.Append("older", "1");
        log.BeginPart();
        log.Append("newer", null);
        log.Begin("begun");

        Assert.Equal(["older", "newer"], log.SentNow());

        log.ForgetOlderPart();
        Assert.Equal(["newer"], log.SentNow());
    }

    [Fact]
    public void What_is_settled_is_forgotten_and_what_comes_after_is_kept()
    {
        using (var log = SentLogFile.Open(folder.Path))
        {
            log.Append("before", "1");
            log.Settled();
            log.Append("after", "2");
        }

        using var next = SentLogFile.Open(folder.Path);
        Assert.Equal("after", Assert.Single(next.Recovered).Key);
    }

    [Fact]
    public void The_older_part_is_forgotten_alone_and_the_parts_take_turns()
    {
        using (var log = SentLogFile.Open(folder.Path))
        {
            log.Append("1", null);
            log.BeginPart();
            log.Append("2", null);
            log.BeginPart(); // there is an older part still: nothing happens
            log.Append("3", null);
        }

        using (var log = SentLogFile.Open(folder.Path))
        {
            Assert.Equal(["1", "2", "3"], log.Recovered.Keys.Order());
            log.ForgetOlderPart();
            log.Append("4", null);
        }

        using (var log = SentLogFile.Open(folder.Path))
        {
            Assert.Contains("4", log.Recovered.Keys);
            Assert.InRange(log.Recovered.Count, 2, 3);
            log.BeginPart();
            log.ForgetOlderPart();
            log.Append("5", null);
        }

        using var last = SentLogFile.Open(folder.Path);
        Assert.Equal(["5"], last.Recovered.Keys);
    }

    [Fact]
    public void A_torn_end_is_cut_off_wherever_it_was_torn()
    {
        using (var log = SentLogFile.Open(folder.Path))
        {
            log.Append("first", "1");
            log.Append("second", "رسالة ٢");
        }

        var whole = File.ReadAllBytes(FilePath);
        var firstLength = SentLogRecord.Sent("first", "1").ToBytes().Length;
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(FilePath, whole[..length]);
            using (var log = SentLogFile.Open(folder.Path))
            {
                Assert.Equal(length < firstLength ? [] : ["first"], log.Recovered.Keys);
                log.Append("third", "3");
            }

            using var next = SentLogFile.Open(folder.Path);
            Assert.Equal("3", next.Recovered["third"]);
        }
    }

    [Fact]
    public void Any_damaged_byte_ends_the_log_there()
    {
        using (var log = SentLogFile.Open(folder.Path))
        {
            log.Append("first", "1");
            log.Append("second", "2");
        }

        var whole = File.ReadAllBytes(FilePath);
        for (var i = SentLogRecord.Sent("first", "1").ToBytes().Length; i < whole.Length; i++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[i] ^= 0x40;
            Assert.Equal(["first"], SentLogRecord.ReadAll(damaged, out _).Select(entry => entry.MessageId));
        }
    }

    [Fact]
    public void An_attempt_that_began_and_did_not_end_is_known_at_the_next_start()
    {
        using (var log = SentLogFile.Open(folder.Path))
        {
            log.Begin("sent");
            log.Append("sent", "1");
            log.Begin("ended");
            log.Begin("open");
            log.BeginPart();
            log.End("ended");
            log.Begin("again");
            log.End("again");
            log.Begin("again");
        }

        using (var log = SentLogFile.Open(folder.Path))
        {
            Assert.Equal(["again", "open"], log.Began.Order());
            log.End("again");
        }

        using var next = SentLogFile.Open(folder.Path);
        Assert.Equal(["open"], next.Began);
        Assert.Equal(["sent"], next.Recovered.Keys);
    }

    [Fact]
    public void A_full_disk_is_said_and_leaves_the_log_whole()
    {
        var disk = new SimulatedDisk(new Random(2));
        using var log = SentLogFile.Open(disk);
        log.Append("first", "1");
        disk.IsFull = true;
        Assert.Throws<StoreUnavailableException>(() => log.Append("second", "2"));
        disk.IsFull = false;
        log.Append("third", "3");

        Assert.Equal(["first", "third"], SentLogFile.Open(disk).Recovered.Keys.Order());
    }

    [Fact]
    public void The_one_in_memory_recovers_what_the_last_had()
    {
        var first = new InMemorySentLog();
        first.Append("1", "a");
        first.Settled();
        first.Append("2", null);

        Assert.Equal(["2"], new InMemorySentLog(first.Entries).Recovered.Keys);
    }
}
