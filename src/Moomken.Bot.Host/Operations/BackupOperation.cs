using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Moomken.Bot.Host.Backup;
using Moomken.Bot.Host.Channels.WebChat;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Operations;

/// <summary><c>backup create</c>: a copy of everything but the keys, while people go on talking.</summary>
internal static class BackupOperation
{
    public static readonly Operation<BackupRequest> Create = new("backup-create", BackupOperationJson.Default.BackupRequest, CreateAsync);

    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    private static async Task<int> CreateAsync(IServiceProvider services, BackupRequest request, OperationCall call, CancellationToken cancellation)
    {
        if (!await OneAtATime.WaitAsync(TimeSpan.Zero, cancellation))
        {
            await call.Output.FaultAsync("Not done: another backup is being made.");
            return Operation.Failed;
        }

        try
        {
            await GiveAsync(services, request, call, cancellation);
            return Operation.Done;
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private static async Task GiveAsync(IServiceProvider services, BackupRequest request, OperationCall call, CancellationToken cancellation)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var name = $"moomken-{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}Z.tar";
        await call.Output.FileAsync(name, "A backup", async file =>
        {
            using var archive = new BackupWriter(file);
            await AddDataAsync(services, archive, cancellation);
            await AddFilesAsync(services, archive, request, cancellation);
            await archive.FinishAsync(now, cancellation);
        });
        await services.GetRequiredService<LastBackup>().SetAsync(now, cancellation);
        await call.Output.LineAsync(request.Passphrase is null
            ? $"The keys are not in it: keep a copy of {KeyFile.FileName} at another place. Without it the backup cannot be read. Check it with: backup verify"
            : "The keys are in it, sealed with the passphrase: whoever has both can read everything. Keep them apart. Check it with: backup verify");
    }

    private static async Task AddDataAsync(IServiceProvider services, BackupWriter archive, CancellationToken cancellation)
    {
        if (services.GetService<LiteDbStore>() is { } file)
        {
            // Before it and after it: the log forgets what a document says meanwhile, and gets what is sent while the snapshot is taken.
            var log = services.GetRequiredService<ISentLog>() as SentLogFile;
            var before = log?.SentNow() ?? [];
            await using var snapshot = await file.SnapshotAsync();
            string[] sent = [.. before.Union(log?.SentNow() ?? [], StringComparer.Ordinal)];
            await archive.AddDataAsync(snapshot, cancellation);
            await archive.AddSentAsync(sent, cancellation);
            return;
        }

        var database = services.GetRequiredService<PostgresStore>();
        try
        {
            await using var snapshot = await DatabaseSnapshot.TakeAsync(database, cancellation);
            await archive.AddDataAsync(snapshot, cancellation);
        }
        catch (Exception fault) when (DatabaseFault.IsOf(fault) && fault is not IOException)
        {
            throw DatabaseFault.Describe(fault, database.Place);
        }
    }

    private static async Task AddFilesAsync(IServiceProvider services, BackupWriter archive, BackupRequest request, CancellationToken cancellation)
    {
        var folder = services.GetRequiredService<MoomkenOptions>().DataDirectory;
        await archive.AddFolderAsync(Path.Combine(services.GetRequiredService<StorageOptions>().FilesOr(folder), "evidence"), "evidence", cancellation);
        await archive.AddFolderAsync(services.GetRequiredService<IOptions<WebChatOptions>>().Value.UploadFolder, "uploads", cancellation);
        if (request.Passphrase is { } passphrase)
        {
            var keys = await File.ReadAllBytesAsync(Path.Combine(folder, KeyFile.FileName), cancellation);
            await archive.AddAsync(BackupManifest.SealedKeys, KeySeal.Seal(keys, passphrase), cancellation);
        }
    }
}

/// <param name="Passphrase">Seals the key file into the archive; null leaves it out.</param>
internal sealed record BackupRequest(string? Passphrase);

[JsonSerializable(typeof(BackupRequest))]
internal sealed partial class BackupOperationJson : JsonSerializerContext;
