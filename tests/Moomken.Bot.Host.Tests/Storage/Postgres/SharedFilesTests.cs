using System.Runtime.InteropServices;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Storage.Postgres;

/// <summary>The folder of evidence and uploads, as a node finds it when it starts.</summary>
public sealed class SharedFilesTests : IDisposable
{
    private const uint Nobody = 65534;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Files => folder.File("files");

    private string Mark => Path.Combine(Files, SharedFiles.MarkName);

    [Fact]
    public async Task The_first_node_marks_the_folder_and_the_next_finds_the_mark_and_neither_leaves_anything_else()
    {
        await using var store = await Store();
        SharedFiles.Check(store, Files);
        var mark = await File.ReadAllTextAsync(Mark, TestContext.Current.CancellationToken);
        SharedFiles.Check(store, Files);

        Assert.Equal([Mark], Directory.GetFileSystemEntries(Files));
        Assert.Equal(mark, await File.ReadAllTextAsync(Mark, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Nodes_that_start_at_the_same_time_on_a_new_folder_agree_on_one_mark()
    {
        await using var store = await Store();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => SharedFiles.Check(store, Files), TestContext.Current.CancellationToken)));

        Assert.Equal([Mark], Directory.GetFileSystemEntries(Files));
    }

    [Fact]
    public async Task A_first_start_that_was_cut_off_between_folder_and_database_goes_on()
    {
        await using var store = await Store();
        Directory.CreateDirectory(Files);
        await File.WriteAllTextAsync(Mark, "0123456789abcdef\n", TestContext.Current.CancellationToken);

        SharedFiles.Check(store, Files);

        Directory.Move(Files, folder.File("moved"));
        SharedFiles.Check(store, folder.File("moved"));
    }

    [Fact]
    public async Task A_share_that_is_not_mounted_or_of_another_database_is_refused_and_stays_as_it_is()
    {
        await using var store = await Store();
        await using var other = await Store();
        SharedFiles.Check(store, Files);
        SharedFiles.Check(other, folder.File("other"));

        var empty = Assert.Throws<StoreUnavailableException>(() => SharedFiles.Check(store, folder.File("not mounted")));
        var strange = Assert.Throws<StoreUnavailableException>(() => SharedFiles.Check(store, folder.File("other")));

        Assert.Contains("is not the one in which the other nodes keep evidence", empty.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.File("not mounted")));
        Assert.Contains("of another database", strange.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_can_be_read_and_not_written_is_refused_at_start_and_the_line_says_who_must_be_let_in()
    {
        await using var store = await Store();
        SharedFiles.Check(store, Files);
        Allow(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead, Mark);
        Allow((UnixFileMode)0b101_101_101, folder.Path, Files);

        var refused = Assert.Throws<StoreUnavailableException>(() => AsNobody(() => SharedFiles.Check(store, Files)));

        Assert.Contains($"The folder {Files} cannot be read or written", refused.Message, StringComparison.Ordinal);
        Assert.Contains("/try-", refused.Message, StringComparison.Ordinal);
        Assert.Contains("ReadWritePaths=", refused.Message, StringComparison.Ordinal);
        Allow((UnixFileMode)0b111_000_000, folder.Path, Files);
        SharedFiles.Check(store, Files);
    }

    private static void Allow(UnixFileMode mode, params string[] paths)
    {
        foreach (var path in paths)
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, mode);
            }
        }
    }

    private static async Task<PostgresStore> Store() =>
        PostgresStore.Open(new PostgresOptions { ConnectionString = await (await TestCluster.Get()).NewDatabase() }, TestVault.New(), TimeProvider.System);

    /// <summary>On a thread that has no rights to files but those of everybody: to root nothing is forbidden.</summary>
    private static void AsNobody(Action check)
    {
        Exception? fault = null;
        var thread = new Thread(() =>
        {
            _ = Environment.IsPrivilegedProcess ? SetFileUser(Nobody) : 0;
            fault = Record.Exception(check);
        });
        thread.Start();
        thread.Join();
        if (fault is not null)
        {
            throw fault;
        }
    }

    [DllImport("libc", EntryPoint = "setfsuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetFileUser(uint user);
}
