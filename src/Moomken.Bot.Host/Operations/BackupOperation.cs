using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Moomken.Bot.Host.Backup;
using Moomken.Bot.Host.Channels.WebChat;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.LiteDb;

namespace Moomken.Bot.Host.Operations;

/// <summary><c>backup create</c>: a copy of everything but the keys, while people go on talking.</summary>
internal static class BackupOperation
{
    /// <summary>When the last archive was given out, for the operator's alarm.</summary>
    public const string LastFile = "last.backup";

    public static readonly Operation<BackupRequest> Create = new("backup-create", BackupOperationJson.Default.BackupRequest, CreateAsync);

    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    private static async Task<int> CreateAsync(IServiceProvider services, BackupRequest request, OperationCall call, CancellationToken cancellation)
    {
        if (services.GetService<LiteDbStore>() is not { } store)
        {
            await call.Output.FaultAsync(
                "Not done: everything is in PostgreSQL, which makes its own backups: pg_dump --schema=moomken --format=custom --file=moomken.dump DATABASE. "
                + "After it copy the folder of files (Storage__FilesDirectory), and keep moomken.keys at another place (docs/operating.md).");
            return Operation.Failed;
        }

        if (!await OneAtATime.WaitAsync(TimeSpan.Zero, cancellation))
        {
            await call.Output.FaultAsync("Not done: another backup is being made.");
            return Operation.Failed;
        }

        try
        {
            await GiveAsync(services, store, request, call, cancellation);
            return Operation.Done;
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private static async Task GiveAsync(IServiceProvider services, LiteDbStore store, BackupRequest request, OperationCall call, CancellationToken cancellation)
    {
        var folder = services.GetRequiredService<MoomkenOptions>().DataDirectory;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var name = $"moomken-{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}Z.tar";
        await call.Output.FileAsync(name, "A backup", async file =>
        {
            using var archive = new BackupWriter(file);
            await using (var snapshot = await store.SnapshotAsync())
            {
                await archive.AddDataAsync(snapshot, cancellation);
            }

            await archive.AddFolderAsync(Path.Combine(folder, "evidence"), "evidence", cancellation);
            await archive.AddFolderAsync(services.GetRequiredService<IOptions<WebChatOptions>>().Value.UploadFolder, "uploads", cancellation);
            if (request.Passphrase is { } passphrase)
            {
                var keys = await File.ReadAllBytesAsync(Path.Combine(folder, KeyFile.FileName), cancellation);
                await archive.AddAsync(BackupManifest.SealedKeys, KeySeal.Seal(keys, passphrase), cancellation);
            }

            await archive.FinishAsync(now, cancellation);
        });
        await File.WriteAllTextAsync(Path.Combine(folder, LastFile), now.ToString("O", CultureInfo.InvariantCulture), cancellation);
        await call.Output.LineAsync(request.Passphrase is null
            ? $"The keys are not in it: keep a copy of {KeyFile.FileName} at another place. Without it the backup cannot be read. Check it with: backup verify"
            : "The keys are in it, sealed with the passphrase: whoever has both can read everything. Keep them apart. Check it with: backup verify");
    }
}

/// <param name="Passphrase">Seals the key file into the archive; null leaves it out.</param>
internal sealed record BackupRequest(string? Passphrase);

[JsonSerializable(typeof(BackupRequest))]
internal sealed partial class BackupOperationJson : JsonSerializerContext;
