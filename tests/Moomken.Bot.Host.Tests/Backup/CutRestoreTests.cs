using Moomken.Bot.Conversations;
using Moomken.Bot.Host.Backup;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.Moving;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Outbox;
using Moomken.Bot.Storage;
using Npgsql;
using Xunit;

namespace Moomken.Bot.Host.Tests.Backup;

/// <summary>A restore into a database that ends before its end, at every moment that asks for something else of the next run.</summary>
public class CutRestoreTests
{
    private const string WithinImport = "within the import";

    private static readonly string[] Points = [RestorePoints.Begun, WithinImport, RestorePoints.Proved, RestorePoints.HeldBack, RestorePoints.Moved, RestorePoints.Placed];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<bool, string> Cuts => [.. from ofDataFile in (bool[])[true, false] from point in Points select (ofDataFile, point)];

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task Run_again_it_ends_whole_with_what_was_due_held_back_once(bool ofDataFile, string point)
    {
        await using var world = await World();
        var archive = ofDataFile ? await world.BackupOfDataFile() : await world.Backup();
        var (options, storage) = await world.Elsewhere();

        await Cut(archive, world, options, storage, point);
        var refused = Assert.Throws<StoreUnavailableException>(() => OpenStorage.Open(options, storage));
        Assert.Contains("begun and not finished", refused.Message, StringComparison.Ordinal);
        Assert.Contains("1 messages are kept back", await Restore(archive, world, options, storage), StringComparison.Ordinal);

        await Whole(world, options, storage);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cut_at_every_moment_one_after_the_other_it_ends_whole(bool ofDataFile)
    {
        await using var world = await World();
        var archive = ofDataFile ? await world.BackupOfDataFile() : await world.Backup();
        var (options, storage) = await world.Elsewhere();
        foreach (var point in Points)
        {
            await Cut(archive, world, options, storage, point);
        }

        await Restore(archive, world, options, storage);

        await Whole(world, options, storage);
    }

    [Fact]
    public async Task A_file_that_is_not_as_in_the_archive_is_named_and_not_touched_and_its_own_files_stay()
    {
        await using var world = await World();
        var archive = await world.Backup();
        var (options, storage) = await world.Elsewhere();
        await Cut(archive, world, options, storage, RestorePoints.Moved);
        var moved = Directory.GetFiles(Path.Combine(options.DataDirectory, "evidence"), "*", SearchOption.AllDirectories).First();
        var stranger = Path.Combine(options.DataDirectory, "uploads", "stranger");
        Directory.CreateDirectory(Path.GetDirectoryName(stranger)!);
        await File.WriteAllTextAsync(stranger, "ملف آخر", Token);

        var unknown = await Assert.ThrowsAsync<BackupBrokenException>(() => Restore(archive, world, options, storage));
        File.Delete(stranger);
        var bytes = await File.ReadAllBytesAsync(moved, Token);
        await File.WriteAllTextAsync(moved, "غير ذلك", Token);
        var changed = await Assert.ThrowsAsync<BackupBrokenException>(() => Restore(archive, world, options, storage));

        Assert.Contains(stranger, unknown.Message, StringComparison.Ordinal);
        Assert.Contains(moved, changed.Message, StringComparison.Ordinal);
        Assert.Equal("غير ذلك", await File.ReadAllTextAsync(moved, Token));
        await File.WriteAllBytesAsync(moved, bytes, Token);
        await Restore(archive, world, options, storage);
        await Whole(world, options, storage);
    }

    [Fact]
    public async Task A_restore_that_is_done_or_of_another_archive_or_under_way_is_not_gone_on_with()
    {
        await using var world = await World();
        var (archive, other) = (await world.Backup(), await world.BackupOfDataFile());
        var (options, storage) = await world.Elsewhere();
        await Cut(archive, world, options, storage, RestorePoints.HeldBack);

        var another = await Assert.ThrowsAsync<StoreUnavailableException>(() => Restore(other, world, options, storage));
        StoreUnavailableException twice;
        await using (await OneRestore.TakeAsync(new PostgresOptions { ConnectionString = storage.ConnectionString! }, Token))
        {
            twice = await Assert.ThrowsAsync<StoreUnavailableException>(() => Restore(archive, world, options, storage));
        }

        await Restore(archive, world, options, storage);
        var done = await Assert.ThrowsAsync<StoreUnavailableException>(() => Restore(archive, world, options, storage));

        Assert.Contains("A restore of another archive", another.Message, StringComparison.Ordinal);
        Assert.Contains("Another restore into", twice.Message, StringComparison.Ordinal);
        Assert.Contains("is whole in", done.Message, StringComparison.Ordinal);
        await Whole(world, options, storage);
    }

    /// <summary>With files enough to be cut among them.</summary>
    private static async Task<DatabaseBackupWorld> World()
    {
        var world = await DatabaseBackupWorld.Make();
        await world.AddFile();
        await world.AddFile();
        Directory.CreateDirectory(Path.Combine(world.Data, "uploads"));
        await File.WriteAllTextAsync(Path.Combine(world.Data, "uploads", "UPLOAD-1"), "مرفق", Token);
        return world;
    }

    private static async Task<string> Restore(string archive, DatabaseBackupWorld world, MoomkenOptions options, StorageOptions storage, FaultPoint? reached = null)
    {
        using var said = new StringWriter();
        await new DatabaseRestore(options.DataDirectory, storage, said, TimeProvider.System, reached).RunAsync(archive, new BackupKey(world.Keys, null), Token);
        return said.ToString();
    }

    private static async Task Cut(string archive, DatabaseBackupWorld world, MoomkenOptions options, StorageOptions storage, string point)
    {
        if (point == WithinImport)
        {
            await CutWithinImport(archive, world, options, storage);
        }
        else
        {
            await Assert.ThrowsAsync<CutOff>(() => Restore(archive, world, options, storage, At(point, times: point == RestorePoints.Moved ? 2 : 1)));
        }

        // A process that is killed cleans nothing up.
        Directory.CreateDirectory(Path.Combine(options.DataDirectory, "restoring", "evidence"));
        await File.WriteAllTextAsync(Path.Combine(options.DataDirectory, "restoring", "evidence", "half"), "نصف", Token);
    }

    /// <summary>The database takes documents until it comes to the incidents.</summary>
    private static async Task CutWithinImport(string archive, DatabaseBackupWorld world, MoomkenOptions options, StorageOptions storage)
    {
        await Assert.ThrowsAsync<CutOff>(() => Restore(archive, world, options, storage, At(RestorePoints.Begun, times: 1)));
        await Do(storage, """
            CREATE FUNCTION moomken.cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'cut off'; END $$;
            CREATE TRIGGER cut BEFORE INSERT OR UPDATE ON moomken.documents FOR EACH ROW WHEN (NEW.kind = 'incidents') EXECUTE FUNCTION moomken.cut();
            """);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Restore(archive, world, options, storage));
        await Do(storage, "DROP TRIGGER cut ON moomken.documents; DROP FUNCTION moomken.cut()");
        await Do(storage, "DO $$ BEGIN ASSERT (SELECT count(*) FROM moomken.documents) > 0; ASSERT NOT EXISTS (SELECT 1 FROM moomken.documents WHERE kind = 'incidents'); END $$");
    }

    private static FaultPoint At(string point, int times) => reached => times -= reached == point && times == 1 ? throw new CutOff() : reached == point ? 1 : 0;

    private static async Task Do(StorageOptions storage, string sql)
    {
        await using var connection = new NpgsqlConnection(storage.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    /// <summary>Every document and file is there once, as it was; the conversation without what was due; the one message that was due is held back.</summary>
    private static async Task Whole(DatabaseBackupWorld world, MoomkenOptions options, StorageOptions storage)
    {
        using var opened = OpenStorage.Open(options, storage);
        await using var store = opened.Store;
        var (before, after) = (await StoredHashes.Of(world.Store), await StoredHashes.Of(store));
        Assert.Equal(before.Keys.Append("failed_messages/MSG-DUE").Order(StringComparer.Ordinal), after.Keys);
        Assert.Equal(["conversations"], before.Where(document => after[document.Key] != document.Value).Select(document => document.Key.Split('/')[0]));
        var was = (await world.Store.ReadAsync(reader => reader.Scan(Conversation.Documents, 10), Token)).Single();
        var conversation = (await store.ReadAsync(reader => reader.Scan(Conversation.Documents, 10), Token)).Single();
        Assert.Empty(conversation.Pending);
        Assert.Equal(was.Revision + 1, conversation.Revision);
        Assert.Equal(RestoredData.Reason, (await store.ReadAsync(reader => reader.Scan(FailedMessage.Documents, 10), Token)).Single().Reason);
        Assert.Equal(Files(world.Data), Files(options.DataDirectory));
        Assert.False(Directory.Exists(Path.Combine(options.DataDirectory, "restoring")));
    }

    private static SortedDictionary<string, string> Files(string root)
    {
        string[] all = [.. Directory.GetFiles(Path.Combine(root, "evidence"), "*", SearchOption.AllDirectories), .. Directory.GetFiles(Path.Combine(root, "uploads"))];
        Assert.Equal(4, all.Length);
        return new(all.ToDictionary(path => Path.GetRelativePath(root, path), path => Convert.ToHexString(File.ReadAllBytes(path))), StringComparer.Ordinal);
    }

    private sealed class CutOff : Exception;
}
