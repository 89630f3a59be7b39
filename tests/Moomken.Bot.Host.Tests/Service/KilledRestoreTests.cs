using Moomken.Bot.Host.Backup;
using Moomken.Bot.Host.Operations;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Tests.Backup;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>The command itself, killed as by <c>kill -9</c> at one moment after the other, and run again with the same words.</summary>
[Collection(ServiceTests.Name)]
public class KilledRestoreTests
{
    [Fact]
    public async Task A_restore_that_was_killed_at_every_moment_comes_to_its_end_when_it_is_run_again()
    {
        await using var world = await DatabaseBackupWorld.Make();
        await world.AddFile();
        var archive = await world.BackupOfDataFile();
        var (options, storage) = await world.Elsewhere();
        foreach (var point in RestorePoints.All)
        {
            var killed = await Run(archive, world, storage, options.DataDirectory, point);
            Assert.True(killed.Exit == 137, $"{point}: {killed.Exit}\n{killed.Output}\n{killed.Errors}");
            Assert.True(Directory.Exists(Path.Combine(options.DataDirectory, "restoring")), "the kill left nothing to clean up");
        }

        var done = (await Run(archive, world, storage, options.DataDirectory, "")).Well();
        var again = await Run(archive, world, storage, options.DataDirectory, "");

        Assert.Contains("Going on from there", done.Output, StringComparison.Ordinal);
        Assert.Contains("1 messages are kept back", done.Output, StringComparison.Ordinal);
        Assert.Equal(Operation.Failed, again.Exit);
        Assert.Contains("is whole in", again.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(options.DataDirectory, "restoring")));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(options.DataDirectory, "evidence"), "*", SearchOption.AllDirectories).Length);
        using var opened = OpenStorage.Open(options, storage);
        await using var store = opened.Store;
        Assert.Equal((await StoredHashes.Of(world.Store)).Keys.Append("failed_messages/MSG-DUE").Order(StringComparer.Ordinal), (await StoredHashes.Of(store)).Keys);
    }

    private static Task<CommandProcess> Run(string archive, DatabaseBackupWorld world, StorageOptions storage, string folder, string fault) => CommandProcess.Run(
        folder,
        new Dictionary<string, string> { ["Storage__Provider"] = storage.Provider, ["Storage__ConnectionString"] = storage.ConnectionString!, ["MOOMKEN_FAULT"] = fault },
        "backup", "restore", archive, "--key", world.Keys);
}
