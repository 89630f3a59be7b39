using System.Security.Cryptography;
using System.Text;
using Moomken.Bot.Conversations;
using Moomken.Bot.Evidence;
using Moomken.Bot.Host.Backup;
using Moomken.Bot.Host.Evidence;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Host.Tests.Conversations;
using Moomken.Bot.Host.Tests.Storage;
using Moomken.Bot.Host.Tests.Storage.Postgres;
using Moomken.Bot.Host.Transcripts;
using Moomken.Bot.Messages;
using Moomken.Bot.Sealing;

namespace Moomken.Bot.Host.Tests.Backup;

/// <summary>A database with a person, their report, a photo and three messages on their way, two of which were sent already, one of them for the second time.</summary>
internal sealed class DatabaseBackupWorld : IAsyncDisposable
{
    public const string Name = "سالم الفيتوري";
    public const string Phone = "0912345678";
    public const string Story = "منعوا المراقبين من الدخول";

    private readonly TemporaryFolder folder = new();

    private DatabaseBackupWorld(string database)
    {
        Database = database;
        Vault = KeyFile.Open(Data);
        Store = Open(database);
    }

    public string Database { get; }

    public Vault Vault { get; }

    public PostgresStore Store { get; }

    public string Data => folder.File("data");

    public string Keys => Path.Combine(Data, KeyFile.FileName);

    /// <summary>Of the person, sealed on disk.</summary>
    public byte[] Photo { get; } = Encoding.UTF8.GetBytes($"صورة {Name} {Phone}");

    public static async Task<DatabaseBackupWorld> Make(bool empty = false)
    {
        var world = new DatabaseBackupWorld(await (await TestCluster.Get()).NewDatabase());
        if (empty)
        {
            return world;
        }

        await using var played = PlayedWorld.Start("telegram", 91);
        var me = new PlayedConversation(played, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");
        foreach (var act in (string[])["بلاغ", "1", "1", "1", "زليتن", "1", $"{Story}. أنا {Name} {Phone}", "هذا كل شيء", "إرسال مع التواصل"])
        {
            await me.ActAsync(act);
        }

        await played.SettleAsync();
        await StoredHashes.Copy(played.Store, world.Store);
        await world.AddFile();
        await world.AddPending();
        return world;
    }

    public static MoomkenOptions At(string folder) => new() { DataDirectory = folder, ContentDirectory = "", DialogsDirectory = "" };

    public string File(string name) => folder.File(name);

    public PostgresStore Open(string database) => PostgresStore.Open(new PostgresOptions { ConnectionString = database }, Vault, TimeProvider.System);

    /// <summary>The settings of another machine, with an empty database.</summary>
    public async Task<(MoomkenOptions Options, StorageOptions Storage)> Elsewhere() =>
        (At(File("other")), new StorageOptions { Provider = StorageOptions.Postgres, ConnectionString = await (await TestCluster.Get()).NewDatabase() });

    /// <summary>As <c>backup create</c> makes it.</summary>
    public async Task<string> Backup()
    {
        await using var snapshot = await DatabaseSnapshot.TakeAsync(Store, CancellationToken.None);
        return await Backup("backup.tar", archive => archive.AddDataAsync(snapshot, CancellationToken.None));
    }

    /// <summary>As it makes it of a data folder that holds the same.</summary>
    public async Task<string> BackupOfDataFile()
    {
        await using var store = LiteDbStore.Open(new LiteDbStoreOptions { DataDirectory = File("folder of the archive") }, Vault, TimeProvider.System);
        await StoredHashes.Copy(Store, store);
        await using var snapshot = await store.SnapshotAsync();
        return await Backup("folder.tar", async archive =>
        {
            await archive.AddDataAsync(snapshot, CancellationToken.None);
            await archive.AddSentAsync(["MSG-SENT", "MSG-AGAIN/1"], CancellationToken.None);
        });
    }

    private async Task<string> Backup(string name, Func<BackupWriter, Task> add)
    {
        var path = File(name);
        await using var target = System.IO.File.Create(path);
        using var archive = new BackupWriter(target);
        await add(archive);
        await archive.AddFolderAsync(Path.Combine(Data, "evidence"), "evidence", CancellationToken.None);
        await archive.AddFolderAsync(Path.Combine(Data, "uploads"), "uploads", CancellationToken.None);
        await archive.FinishAsync(TimeProvider.System.GetUtcNow(), CancellationToken.None);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Vault.Dispose();
        folder.Dispose();
    }

    public Task<bool> AddFile()
    {
        var item = new EvidenceItem
        {
            Id = IdSource.System(TimeProvider.System).Next(),
            Kind = "photo",
            Channel = "telegram",
            ReceivedAt = DateTimeOffset.UnixEpoch,
            State = EvidenceState.Kept,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(Photo)),
        };
        new EvidenceSeal(Vault, new DiskEvidenceFiles(Data)).Write(item.Id, EvidencePart.Original, Photo);
        return Store.WriteAsync(transaction =>
        {
            transaction.Put(EvidenceItem.Documents, item);
            return true;
        });
    }

    private async Task AddPending()
    {
        await Store.WriteAsync(transaction =>
        {
            var conversation = transaction.Scan(Conversation.Documents, 1).Single();
            transaction.Put(Conversation.Documents, conversation.Plus(Message("MSG-SENT")).Plus(Message("MSG-AGAIN") with { Returns = 1 }).Plus(Message("MSG-DUE") with { Returns = 1 }));
            return true;
        });
        await Store.NoteSentAsync("MSG-SENT", "provider 1", taken: true);

        // Both came back once; the one went again since, the other is due.
        await Store.NoteSentAsync("MSG-AGAIN", "provider 2", taken: true);
        await Store.NoteSentAsync("MSG-AGAIN/1", "provider 3", taken: true);
        await Store.NoteSentAsync("MSG-DUE", "provider 4", taken: true);
    }

    private static OutboundMessage Message(string id) => new()
    {
        Id = id,
        Tongue = Dialogs.Language.Tongue.Arabic,
        Text = $"شكرا {Name}",
        CreatedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = DateTimeOffset.MaxValue,
    };
}
