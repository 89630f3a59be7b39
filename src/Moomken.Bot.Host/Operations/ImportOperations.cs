using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Moomken.Bot.Imports;
using Moomken.Bot.Incidents;
using Moomken.Bot.Observers;
using Moomken.Bot.Places;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Operations;

/// <summary><c>import places</c> and <c>import observers</c>: the table comes from where the command runs, and the codes go there.</summary>
internal static class ImportOperations
{
    /// <summary>The file has faults; all of them are on the error output, and nothing was written.</summary>
    public const int WrongFile = 1;

    public static readonly Operation<ImportRequest> Places = new("import-places", ImportOperationJson.Default.ImportRequest, ImportPlacesAsync);

    public static readonly Operation<ImportRequest> Observers = new("import-observers", ImportOperationJson.Default.ImportRequest, ImportObserversAsync);

    private static async Task<int> ImportPlacesAsync(IServiceProvider services, ImportRequest request, OperationCall call, CancellationToken cancellation)
    {
        var (store, places) = (services.GetRequiredService<IStore>(), services.GetRequiredService<Gazetteer>());
        var tally = await new PlaceImport(places).RunAsync(store, await BytesAsync(call.Input, cancellation), request.Wish.DryRun, cancellation);
        await new ImportedPlaces(store, places).RefreshAsync(cancellation);
        return await ReportAsync(call.Output, tally, request.Wish.DryRun, "place");
    }

    private static async Task<int> ImportObserversAsync(IServiceProvider services, ImportRequest request, OperationCall call, CancellationToken cancellation)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var import = ActivatorUtilities.CreateInstance<ObserverImport>(services);
        var bytes = await BytesAsync(call.Input, cancellation);
        var tally = await import.RunAsync(
            services.GetRequiredService<IStore>(), bytes, request.Wish, invites => KeepAsync(call.Output, invites, request.TelegramBot, time.GetUtcNow()), cancellation);
        return await ReportAsync(call.Output, tally.Counts, request.Wish.DryRun, "observer");
    }

    private static async Task KeepAsync(IOperatorOutput output, ImmutableArray<IssuedInvite> invites, string? telegramBot, DateTimeOffset now)
    {
        await output.FileAsync(
            $"observer-codes_{now.ToOffset(IncidentExport.LibyaTime):yyyy-MM-dd-HHmmss}.csv",
            $"{invites.Length} code(s), each for one person and to be used once until {invites[0].ExpiresAt:yyyy-MM-dd},",
            file =>
            {
                InviteFile.Write(invites, telegramBot, file);
                return Task.CompletedTask;
            });
        await output.LineAsync("They stand nowhere else. Hand each to its person, then delete the file.");
    }

    private static async Task<int> ReportAsync(IOperatorOutput output, ImportTally tally, bool dryRun, string what)
    {
        if (!tally.Faults.IsEmpty)
        {
            await output.FaultAsync($"Nothing was imported: {tally.Faults.Length} thing(s) to mend first.");
            foreach (var fault in tally.Faults)
            {
                await output.FaultAsync($"  {fault}");
            }

            return WrongFile;
        }

        await output.LineAsync($"{(dryRun ? "Would be" : "Done:")} {tally.New} new, {tally.Changed} changed, {tally.Unchanged} unchanged {what}(s).");
        foreach (var note in tally.Notes)
        {
            await output.LineAsync($"  {note}");
        }

        return Operation.Done;
    }

    /// <summary>One more than a table may have: it is then refused for its size, and no memory is filled with it.</summary>
    private static async Task<byte[]> BytesAsync(Stream input, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while (bytes.Length <= ImportTable.MostBytes && (read = await input.ReadAsync(buffer, cancellation)) > 0)
        {
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }
}

/// <param name="Wish">Dry run, new codes.</param>
/// <param name="TelegramBot">For links; null for none.</param>
internal sealed record ImportRequest(ObserverWish Wish, string? TelegramBot);

[JsonSerializable(typeof(ImportRequest))]
internal sealed partial class ImportOperationJson : JsonSerializerContext;
