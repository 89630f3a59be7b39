using System.Formats.Tar;
using System.Text;
using Moomken.Bot.Host.Backup;
using Moomken.Bot.Host.Tests.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Backup;

public sealed class BackupArchiveTests : IDisposable
{
    private static readonly DateTimeOffset Made = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_was_put_in_comes_out_and_files_in_the_making_stay_out()
    {
        var archive = await Archive();
        var manifest = await BackupReader.UnpackAsync(archive, folder.File("out"), TestContext.Current.CancellationToken);

        Assert.Equal(Made, manifest.MadeAt);
        Assert.Equal(["evidence/A/B/empty", "evidence/A/B/x.original", "keys"], manifest.Files.Select(file => file.Name));
        Assert.Empty(await File.ReadAllBytesAsync(Path.Combine(folder.File("out"), "evidence", "A", "B", "empty"), TestContext.Current.CancellationToken));
        Assert.Equal("صورة", await File.ReadAllTextAsync(Path.Combine(folder.File("out"), "evidence", "A", "B", "x.original"), TestContext.Current.CancellationToken));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Path.Combine(folder.File("out"), "keys")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task An_archive_that_was_cut_at_any_place_is_refused()
    {
        var bytes = await File.ReadAllBytesAsync(await Archive(), TestContext.Current.CancellationToken);
        var whole = bytes.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        for (var length = 0; length < whole; length += 173)
        {
            await Refused(bytes[..length]);
        }
    }

    [Fact]
    public async Task A_byte_that_changed_is_found()
    {
        var bytes = await File.ReadAllBytesAsync(await Archive(), TestContext.Current.CancellationToken);
        var place = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes("صورة"));
        bytes[place] ^= 1;
        Assert.Contains("evidence/A/B/x.original", (await Refused(bytes)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("evidence/../../outside")]
    [InlineData("/tmp/moomken-outside")]
    public async Task No_name_leads_out_of_the_folder(string name)
    {
        var archive = new MemoryStream();
        await using (var tar = new TarWriter(archive, leaveOpen: true))
        {
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1]) }, TestContext.Current.CancellationToken);
        }

        await Refused(archive.ToArray());
        Assert.False(File.Exists(folder.File("outside")));
        Assert.False(File.Exists("/tmp/moomken-outside"));
    }

    [Fact]
    public async Task A_link_is_no_file_of_ours()
    {
        var archive = new MemoryStream();
        await using (var tar = new TarWriter(archive, leaveOpen: true))
        {
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, "evidence") { LinkName = "/etc" }, TestContext.Current.CancellationToken);
        }

        await Refused(archive.ToArray());
    }

    [Fact]
    public void Keys_open_with_their_passphrase_and_no_other()
    {
        var keys = "seal.1 = …"u8.ToArray();
        var closed = KeySeal.Seal(keys, "عبارة مرور طويلة جدا");

        Assert.Equal(keys, KeySeal.Open(closed, "عبارة مرور طويلة جدا"));
        Assert.Null(KeySeal.Open(closed, "عبارة مرور طويلة جدا "));
        Assert.Null(KeySeal.Open(closed[..^1], "عبارة مرور طويلة جدا"));
        closed[^1] ^= 1;
        Assert.Null(KeySeal.Open(closed, "عبارة مرور طويلة جدا"));
        Assert.Null(KeySeal.Open([], "x"));
        Assert.NotEqual(KeySeal.Seal(keys, "same"), KeySeal.Seal(keys, "same"));
    }

    private async Task<string> Archive()
    {
        Directory.CreateDirectory(folder.File("in/A/B"));
        await File.WriteAllTextAsync(folder.File("in/A/B/x.original"), "صورة", TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(folder.File("in/A/B/empty"), [], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.File("in/A/B/y.original.part"), "half", TestContext.Current.CancellationToken);
        var path = folder.File("backup.tar");
        await using var file = File.Create(path);
        using var writer = new BackupWriter(file);
        await writer.AddFolderAsync(folder.File("in"), "evidence", TestContext.Current.CancellationToken);
        await writer.AddFolderAsync(folder.File("nothing"), "uploads", TestContext.Current.CancellationToken);
        await writer.AddAsync("keys", [1, 2, 3], TestContext.Current.CancellationToken);
        await writer.FinishAsync(Made, TestContext.Current.CancellationToken);
        return path;
    }

    private async Task<BackupBrokenException> Refused(byte[] archive)
    {
        var path = folder.File("broken.tar");
        await File.WriteAllBytesAsync(path, archive, TestContext.Current.CancellationToken);
        var into = folder.File("refused");
        try
        {
            return await Assert.ThrowsAsync<BackupBrokenException>(() => BackupReader.UnpackAsync(path, into, TestContext.Current.CancellationToken));
        }
        finally
        {
            Directory.Delete(into, recursive: true);
        }
    }
}
