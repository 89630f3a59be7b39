using System.Text.Json.Serialization;
using Moomken.Bot.Evidence;
using Moomken.Bot.Incidents;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Operations;

/// <summary><c>evidence</c>: the files of a report. They leave through <see cref="EvidenceReading"/> alone: the line of custody comes first.</summary>
internal static class EvidenceOperations
{
    public static readonly Operation<EvidenceChoice> List = new("evidence-list", EvidenceOperationJson.Default.EvidenceChoice, ListAsync);

    public static readonly Operation<EvidenceChoice> Export = new("evidence-export", EvidenceOperationJson.Default.EvidenceChoice, ExportAsync);

    private static async Task<int> ListAsync(IServiceProvider services, EvidenceChoice choice, OperationCall call, CancellationToken cancellation)
    {
        if (await ItemsAsync(services, choice, call, cancellation) is not { } ids)
        {
            return Operation.Failed;
        }

        foreach (var id in ids)
        {
            var item = await services.GetRequiredService<IStore>().ReadAsync(reader => reader.Get(EvidenceItem.Documents, id), cancellation);
            await call.Output.LineAsync(item is null ? $"{id}  removed" : Line(item));
            foreach (var step in item?.Custody ?? [])
            {
                await call.Output.LineAsync($"    {OperatorWords.At(step.At)}  {step.Who}  {step.What}{(step.Reason is null ? "" : $"  {step.Reason}")}");
            }
        }

        await call.Output.LineAsync($"{ids.Count} files.");
        return Operation.Done;
    }

    private static string Line(EvidenceItem item) => item.State switch
    {
        EvidenceState.Kept => $"{item.Id}  {item.Kind}  {item.ContentType}  {item.Bytes} bytes{(item.HasView ? ", with view" : "")}  sha256 {item.Sha256}",
        EvidenceState.Waiting => $"{item.Id}  {item.Kind}  waits for its download, {item.Attempts} attempts{(item.Reason is null ? "" : $", last: {item.Reason}")}",
        _ => $"{item.Id}  {item.Kind}  missing: {item.Reason}",
    };

    private static async Task<int> ExportAsync(IServiceProvider services, EvidenceChoice choice, OperationCall call, CancellationToken cancellation)
    {
        if (await ItemsAsync(services, choice, call, cancellation) is not { } ids)
        {
            return Operation.Failed;
        }

        var part = choice.View ? EvidencePart.View : EvidencePart.Original;
        await AuditOperations.NoteAsync(services, choice.Leave!, $"evidence export {choice.Code} {(choice.View ? "view" : "original")}", ids.Count, cancellation);
        var reader = new EvidenceReader(Leave.Who, choice.Leave!.Role, choice.Leave.Reason);
        var well = true;
        foreach (var id in ids)
        {
            well &= await GiveAsync(id, await services.GetRequiredService<EvidenceReading>().Open(id, part, reader, cancellation), choice, call);
        }

        await call.Output.LineAsync(ids.Count == 0 ? "The report has no files." : $"{ids.Count} files asked for.");
        return well ? Operation.Done : Operation.Failed;
    }

    private static async Task<bool> GiveAsync(string id, EvidenceOpening opening, EvidenceChoice choice, OperationCall call)
    {
        if (opening is EvidenceOpening.Opened opened)
        {
            var name = $"{CaseCode.Shown(choice.Code)}_{id}{(choice.View ? "_view" : "")}{Ending(opened.ContentType)}";
            await call.Output.FileAsync(name, $"{opened.Bytes.Length} bytes", file => file.WriteAsync(opened.Bytes).AsTask());
            return true;
        }

        await call.Output.FaultAsync($"{id}: " + opening switch
        {
            EvidenceOpening.NotHere { State: EvidenceState.Waiting } => "not downloaded yet; it is tried for two days.",
            EvidenceOpening.NotHere { State: EvidenceState.Missing } missing => $"cannot be had ({missing.Reason}).",
            EvidenceOpening.NotHere => "has no view; ask for the original.",
            EvidenceOpening.Damaged => "what lies there is not what was received. Restore the evidence folder from a backup.",
            _ => "is not there any more.",
        });
        return false;
    }

    /// <summary>Only endings that open nothing but a viewer: what else it is, a program must be chosen for by hand.</summary>
    private static string Ending(string contentType) => contentType switch
    {
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        "image/webp" => ".webp",
        "audio/ogg" => ".ogg",
        "audio/mpeg" => ".mp3",
        "video/mp4" => ".mp4",
        "application/pdf" => ".pdf",
        _ => ".bin",
    };

    private static async Task<List<string>?> ItemsAsync(IServiceProvider services, EvidenceChoice choice, OperationCall call, CancellationToken cancellation)
    {
        var found = await services.GetRequiredService<IStore>().ReadAsync(reader => reader.Find(Incident.Documents, "code", choice.Code, 1), cancellation);
        if (found.Count > 0)
        {
            return [.. found[0].Versions.SelectMany(version => version.Evidence).Distinct()];
        }

        await call.Output.FaultAsync($"There is no report {CaseCode.Shown(choice.Code)}.");
        return null;
    }
}

/// <param name="Code">Of the report, eight characters without the dash.</param>
/// <param name="View">The copy without metadata instead of the original.</param>
/// <param name="Leave">For what opens files.</param>
internal sealed record EvidenceChoice(string Code, bool View, Leave? Leave);

[JsonSerializable(typeof(EvidenceChoice))]
internal sealed partial class EvidenceOperationJson : JsonSerializerContext;
