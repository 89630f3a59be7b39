using System.Diagnostics;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.Disk;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Host.Telemetry;

namespace Moomken.Bot.Host.Doctor;

/// <summary>The data folder, the key file, the disk and the clock: looked at without opening anything, so also while the service cannot start.</summary>
internal sealed class MachineChecks(string dataDirectory, TimeProvider time)
{
    private const long LeastFree = 200L * 1024 * 1024;
    private const long LittleFree = 2L * 1024 * 1024 * 1024;
    private const double LittleShare = 0.10;
    private const int Flushes = 9;
    private static readonly TimeSpan SlowFlush = TimeSpan.FromMilliseconds(20);

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public IReadOnlyList<DoctorLine> Run()
    {
        if (!Directory.Exists(dataDirectory))
        {
            return [DoctorLine.Fail("folder", $"{dataDirectory} is not there. The first start makes it; or set Moomken__DataDirectory as the service has it.")];
        }

        return [Folder(), Keys(), Space(), Flush(), Clock()];
    }

    private DoctorLine Folder() => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(dataDirectory) & Others) != 0
        ? DoctorLine.Fail("folder", $"{dataDirectory} is open to other users of this machine. Run: chmod 700 {dataDirectory}")
        : DoctorLine.Well("folder", $"{dataDirectory}, for its owner only.");

    private DoctorLine Keys()
    {
        var path = Path.Combine(dataDirectory, KeyFile.FileName);
        if (!File.Exists(path))
        {
            return File.Exists(Path.Combine(dataDirectory, LiteDbStoreOptions.UsualFileName))
                ? DoctorLine.Fail("keys", $"{path} is not there, and without it the data cannot be read. Put it back from its own copy.")
                : DoctorLine.Warn("keys", "are made at the first start. Put a copy away then.");
        }

        return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0
            ? DoctorLine.Fail("keys", $"{path} can be read by other users of this machine. Run: chmod 600 {path}")
            : DoctorLine.Well("keys", $"{path}, for its owner only. Is a copy of it at another place?");
    }

    private DoctorLine Space() => DiskSpace.Of(dataDirectory) switch
    {
        null => DoctorLine.Warn("disk", "The system does not say how much room there is."),
        { Free: < LeastFree } full => DoctorLine.Fail("disk", $"{Shown(full)} free. Messages are refused when it is full. Free some space now."),
        { Free: < LittleFree, Share: < LittleShare } little => DoctorLine.Warn("disk", $"{Shown(little)} free. Free some space."),
        var room => DoctorLine.Well("disk", $"{Shown(room)} free."),
    };

    /// <summary>What every message waits for.</summary>
    private DoctorLine Flush()
    {
        var path = Path.Combine(dataDirectory, "doctor.probe");
        try
        {
            var median = Median(path);
            return median > SlowFlush
                ? DoctorLine.Warn("flush", $"{median.TotalMilliseconds:0.0} ms for a flush to disk. A network disk or a worn card is too slow for an election day.")
                : DoctorLine.Well("flush", $"{median.TotalMilliseconds:0.0} ms for a flush to disk.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return DoctorLine.Fail("flush", $"{dataDirectory} cannot be written: {fault.Message} Run this as the user of the service, or mend the rights: chown -R");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static TimeSpan Median(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FolderDisk.OwnerOnly;
        }

        using var file = new FileStream(path, options);
        var took = new TimeSpan[Flushes];
        for (var i = 0; i < Flushes; i++)
        {
            var start = Stopwatch.GetTimestamp();
            file.Write(new byte[4096]);
            file.Flush(flushToDisk: true);
            took[i] = Stopwatch.GetElapsedTime(start);
        }

        Array.Sort(took);
        return took[Flushes / 2];
    }

    /// <summary>Ids are ordered in time: a clock that went back puts new messages before old ones.</summary>
    private DoctorLine Clock()
    {
        var now = time.GetUtcNow();
        var newest = Directory.EnumerateFiles(dataDirectory).Select(path => new DateTimeOffset(File.GetLastWriteTimeUtc(path))).DefaultIfEmpty(DateTimeOffset.MinValue).Max();
        return newest > now + TimeSpan.FromMinutes(1)
            ? DoctorLine.Fail("clock", $"It is {now:yyyy-MM-dd HH:mm} UTC here, and files in the folder are from {newest:yyyy-MM-dd HH:mm}. Set the clock: timedatectl set-ntp true")
            : DoctorLine.Well("clock", $"{now:yyyy-MM-dd HH:mm} UTC.");
    }

    private static string Shown(DiskSpace space) => $"{space.Free / (1024.0 * 1024 * 1024):0.0} GiB ({space.Share:0%})";
}
