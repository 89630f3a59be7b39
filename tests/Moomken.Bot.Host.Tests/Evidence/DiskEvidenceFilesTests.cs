using System.Runtime.Versioning;
using Moomken.Bot.Evidence;
using Moomken.Bot.Host.Evidence;
using Xunit;

namespace Moomken.Bot.Host.Tests.Evidence;

public sealed class DiskEvidenceFilesTests : IDisposable
{
    private const string Id = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("moomken-evidence-");

    public void Dispose() => data.Delete(recursive: true);

    [Fact]
    public void What_is_written_is_read_back_after_a_restart()
    {
        new DiskEvidenceFiles(data.FullName).Write(Id, EvidencePart.Original, [1, 2, 3]);
        new DiskEvidenceFiles(data.FullName).Write(Id, EvidencePart.View, [4]);

        var files = new DiskEvidenceFiles(data.FullName);
        Assert.Equal([1, 2, 3], files.Read(Id, EvidencePart.Original)!);
        Assert.Equal([4], files.Read(Id, EvidencePart.View)!);
        Assert.Null(files.Read("01ARZ3NDEKTSV4RRFFQ69G5FAW", EvidencePart.Original));
    }

    [Fact]
    public void A_second_write_replaces_the_first_and_leaves_nothing_beside_it()
    {
        var files = new DiskEvidenceFiles(data.FullName);

        files.Write(Id, EvidencePart.Original, new byte[100_000]);
        files.Write(Id, EvidencePart.Original, [9]);

        Assert.Equal([9], files.Read(Id, EvidencePart.Original)!);
        Assert.Equal([Path.Combine(data.FullName, "evidence", "V", "A", $"{Id}.original")], AllFiles());
    }

    [Fact]
    public void A_part_torn_by_a_crash_is_not_taken_for_the_file()
    {
        var files = new DiskEvidenceFiles(data.FullName);
        files.Write(Id, EvidencePart.View, [1]);
        File.WriteAllBytes(Path.Combine(data.FullName, "evidence", "V", "A", $"{Id}.original.part"), [1, 2]);

        Assert.Null(files.Read(Id, EvidencePart.Original));
        files.Write(Id, EvidencePart.Original, [7]);
        Assert.Equal([7], files.Read(Id, EvidencePart.Original)!);
    }

    [Fact]
    public void Deleting_removes_every_part_and_is_quiet_when_there_is_none()
    {
        var files = new DiskEvidenceFiles(data.FullName);
        files.Write(Id, EvidencePart.Original, [1]);
        files.Write(Id, EvidencePart.View, [1]);

        files.Delete(Id);
        files.Delete("01ARZ3NDEKTSV4RRFFQ69G5XYZ");

        Assert.Empty(AllFiles());
    }

    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5/..")]
    [InlineData("")]
    public void No_id_reaches_outside_the_folder(string id) =>
        Assert.Throws<ArgumentException>(() => new DiskEvidenceFiles(data.FullName).Read(id, EvidencePart.Original));

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Only_the_owner_can_read_folders_and_files()
    {
        new DiskEvidenceFiles(data.FullName).Write(Id, EvidencePart.Original, [1]);

        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(owner, File.GetUnixFileMode(AllFiles().Single()));
        Assert.All(
            Directory.GetDirectories(Path.Combine(data.FullName, "evidence"), "*", SearchOption.AllDirectories),
            folder => Assert.Equal(owner | UnixFileMode.UserExecute, File.GetUnixFileMode(folder)));
    }

    private string[] AllFiles() => Directory.GetFiles(data.FullName, "*", SearchOption.AllDirectories);
}
