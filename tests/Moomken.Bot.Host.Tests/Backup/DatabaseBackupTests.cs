using System.Text;
using Moomken.Bot.Conversations;
using Moomken.Bot.Host.Backup;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Incidents;
using Moomken.Bot.Outbox;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Backup;

/// <summary>A backup of PostgreSQL: whole, of one moment, sealed, and good for either kind of storage.</summary>
public class DatabaseBackupTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Restored_into_another_database_every_document_and_file_is_the_same_and_nothing_is_due()
    {
        await using var world = await DatabaseBackupWorld.Make();
        var before = await StoredHashes.Of(world.Store);
        var (options, storage) = await world.Elsewhere();

        var said = await Restore(await world.Backup(), world, options, storage);

        Assert.Contains($"{before.Count} documents, every one opened", said, StringComparison.Ordinal);
        Assert.Contains("Every file of evidence is what was received", said, StringComparison.Ordinal);
        Assert.Contains("1 messages are kept back", said, StringComparison.Ordinal);
        using var opened = OpenStorage.Open(options, storage);
        await using var store = opened.Store;
        var after = await StoredHashes.Of(store);
        Assert.Equal(before.Keys.Append("failed_messages/MSG-DUE").Order(StringComparer.Ordinal), after.Keys);
        Assert.Equal(["conversations"], before.Where(document => after[document.Key] != document.Value).Select(document => document.Key.Split('/')[0]));
        Assert.Empty((await store.ReadAsync(reader => reader.Scan(Conversation.Documents, 10), Token)).Single().Pending);
        Assert.Equal("MSG-DUE", (await store.ReadAsync(reader => reader.Scan(FailedMessage.Documents, 10), Token)).Single().Id);
        var files = Directory.GetFiles(Path.Combine(options.DataDirectory, "evidence"), "*", SearchOption.AllDirectories);
        Assert.Equal(File.ReadAllBytes(Directory.GetFiles(Path.Combine(world.Data, "evidence"), "*", SearchOption.AllDirectories).Single()), File.ReadAllBytes(files.Single()));
        Assert.False(Directory.Exists(Path.Combine(options.DataDirectory, "restoring")));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(options.DataDirectory) == (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    [Fact]
    public async Task What_people_said_and_who_they_are_is_nowhere_in_its_bytes()
    {
        await using var world = await DatabaseBackupWorld.Make();

        var bytes = await File.ReadAllBytesAsync(await world.Backup(), Token);

        foreach (var planted in (string[])[DatabaseBackupWorld.Name, DatabaseBackupWorld.Phone, DatabaseBackupWorld.Story, "زليتن", "VIO", "شكرا"])
        {
            Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(planted)));
            Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(planted)));
        }

        // The search itself finds what is there.
        Assert.NotEqual(-1, bytes.AsSpan().IndexOf("incidents"u8));
    }

    [Fact]
    public async Task Verified_without_any_database_a_damaged_photo_and_a_stranger_s_key_are_found()
    {
        await using var world = await DatabaseBackupWorld.Make();
        var photo = Directory.GetFiles(Path.Combine(world.Data, "evidence"), "*", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(photo, "nonsense", Token);
        var archive = await world.Backup();
        using (KeyFile.Open(world.File("stranger")))
        {
        }

        using var said = new StringWriter();
        var backups = new BackupRestore(said, TimeProvider.System);
        await backups.VerifyAsync(archive, new BackupKey(world.Keys, null), Token);

        Assert.Contains("1 files of evidence are missing or damaged", said.ToString(), StringComparison.Ordinal);
        var stranger = await Assert.ThrowsAsync<StoreUnavailableException>(() => backups.VerifyAsync(archive, new BackupKey(world.File("stranger/moomken.keys"), null), Token));
        Assert.Contains("The keys that were given do not open this archive", stranger.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_of_a_database_becomes_a_data_folder_and_a_backup_of_that_fills_a_database()
    {
        await using var world = await DatabaseBackupWorld.Make();
        var target = world.File("folder");
        using var said = new StringWriter();
        await new BackupRestore(said, TimeProvider.System).RestoreAsync(await world.Backup(), target, new BackupKey(world.Keys, null), Token);
        SortedDictionary<string, string> inFolder;
        var archive = world.File("folder.tar");
        await using (var store = LiteDbStore.Open(new LiteDbStoreOptions { DataDirectory = target }, world.Vault, TimeProvider.System))
        {
            inFolder = await StoredHashes.Of(store);
            await using var file = File.Create(archive);
            using var writer = new BackupWriter(file);
            await using (var snapshot = await store.SnapshotAsync())
            {
                await writer.AddDataAsync(snapshot, Token);
            }

            await writer.AddFolderAsync(Path.Combine(target, "evidence"), "evidence", Token);
            await writer.FinishAsync(TimeProvider.System.GetUtcNow(), Token);
        }

        Assert.Equal((await StoredHashes.Of(world.Store)).Keys.Append("failed_messages/MSG-DUE").Order(StringComparer.Ordinal), inFolder.Keys);
        Assert.Equal(["evidence", "moomken.db", "moomken.keys"], Directory.GetFileSystemEntries(target).Select(Path.GetFileName).Where(name => name is not null && !name.Contains("log", StringComparison.Ordinal) && !name.Contains("journal", StringComparison.Ordinal) && !name.EndsWith(".lock", StringComparison.Ordinal)).Order());

        var (options, storage) = await world.Elsewhere();
        await Restore(archive, world, options, storage);
        await using var database = world.Open(storage.ConnectionString!);
        Assert.Equal(inFolder, await StoredHashes.Of(database));
    }

    [Fact]
    public async Task A_database_without_any_document_is_an_archive_too()
    {
        await using var world = await DatabaseBackupWorld.Make(empty: true);
        var (options, storage) = await world.Elsewhere();

        var said = await Restore(await world.Backup(), world, options, storage);

        Assert.Contains("0 documents, every one opened", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_shows_one_moment_while_people_go_on()
    {
        await using var world = await DatabaseBackupWorld.Make();
        var goOn = true;
        var writing = Task.Run(async () =>
        {
            for (var i = 0; goOn; i++)
            {
                await world.Store.WriteAsync(transaction =>
                {
                    transaction.Put(TakenCode.Documents, new TakenCode($"A{i:0000000}"));
                    transaction.Put(TakenCode.Documents, new TakenCode($"B{i:0000000}"));
                    return true;
                });
            }
        }, Token);

        var moments = new List<int>();
        while (moments.Count < 5 || moments[^1] < moments[0] + 8)
        {
            await using var snapshot = await DatabaseSnapshot.TakeAsync(world.Store, Token);
            var codes = new List<string>();
            await foreach (var row in snapshot.DocumentsAsync(Token))
            {
                codes.AddRange(row.Kind == "taken_codes" ? [row.Id] : []);
            }

            Assert.Equal(Numbers(codes, 'A'), Numbers(codes, 'B'));
            moments.Add(codes.Count);
        }

        goOn = false;
        await writing;
    }

    [Fact]
    public async Task While_a_node_runs_on_the_database_nothing_is_restored_into_it()
    {
        await using var world = await DatabaseBackupWorld.Make();
        var archive = await world.Backup();
        var (options, storage) = await world.Elsewhere();
        using (var vault = KeyFile.Open(world.Data))
        {
            await PostgresStore.Open(new PostgresOptions { ConnectionString = storage.ConnectionString! }, vault, TimeProvider.System).DisposeAsync();
        }

        await Lease(storage, "10 minutes");
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => Restore(archive, world, options, storage));
        Assert.Contains("A service is running", refused.Message, StringComparison.Ordinal);

        await Lease(storage, "-1 second");
        await Restore(archive, world, options, storage);
    }

    private static async Task Lease(StorageOptions storage, string ends)
    {
        await using var connection = new Npgsql.NpgsqlConnection(storage.ConnectionString);
        await connection.OpenAsync(Token);
        await using var lease = new Npgsql.NpgsqlCommand(
            "INSERT INTO moomken.leases (name, node, term, until) VALUES ('rounds', 'another', 1, clock_timestamp() + $1::interval) ON CONFLICT (name) DO UPDATE SET until = EXCLUDED.until", connection)
        { Parameters = { new Npgsql.NpgsqlParameter<string> { TypedValue = ends } } };
        await lease.ExecuteNonQueryAsync(Token);
    }

    [Fact]
    public async Task A_wrong_key_file_is_named_before_anything_is_unpacked_or_made()
    {
        await using var world = await DatabaseBackupWorld.Make();
        var archive = await world.Backup();
        var (options, storage) = await world.Elsewhere();
        using (KeyFile.Open(world.File("stranger")))
        {
        }

        await File.WriteAllTextAsync(world.File("half.keys"), "seal.1 = ", Token);
        var damaged = await Assert.ThrowsAsync<StoreUnavailableException>(() => Restore(archive, new BackupKey(world.File("half.keys"), null), options, storage));
        var stranger = await Assert.ThrowsAsync<StoreUnavailableException>(() => Restore(archive, new BackupKey(world.File("stranger/moomken.keys"), null), options, storage));

        Assert.Contains(world.File("half.keys"), damaged.Message, StringComparison.Ordinal);
        Assert.Contains("do not open this archive", stranger.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(options.DataDirectory));
        await Restore(archive, world, options, storage);
    }

    [Fact]
    public async Task A_database_with_data_and_files_that_are_there_are_not_touched()
    {
        await using var world = await DatabaseBackupWorld.Make();
        var archive = await world.Backup();
        var here = new StorageOptions { Provider = StorageOptions.Postgres, ConnectionString = world.Database };
        var (_, empty) = await world.Elsewhere();

        var files = await Assert.ThrowsAsync<BackupBrokenException>(() => Restore(archive, world, DatabaseBackupWorld.At(world.Data), empty));
        var database = await Assert.ThrowsAsync<StoreUnavailableException>(() => Restore(archive, world, DatabaseBackupWorld.At(world.File("new")), here));

        Assert.Contains("is not empty and is not touched", files.Message, StringComparison.Ordinal);
        Assert.Contains("has documents already, and is not touched", database.Message, StringComparison.Ordinal);
    }

    /// <summary>Those of our pairs; a case code of the played report is no number.</summary>
    private static IEnumerable<string> Numbers(List<string> codes, char half) => codes.Where(code => code[0] == half && code[1..].All(char.IsDigit)).Select(code => code[1..]).Order(StringComparer.Ordinal);

    private static Task<string> Restore(string archive, DatabaseBackupWorld world, MoomkenOptions options, StorageOptions storage) =>
        Restore(archive, new BackupKey(world.Keys, null), options, storage);

    private static async Task<string> Restore(string archive, BackupKey key, MoomkenOptions options, StorageOptions storage)
    {
        using var said = new StringWriter();
        await new DatabaseRestore(options.DataDirectory, storage, said, TimeProvider.System).RunAsync(archive, key, Token);
        return said.ToString();
    }
}
