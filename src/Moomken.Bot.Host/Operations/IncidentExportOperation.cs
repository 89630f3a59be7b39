using System.Text.Json.Serialization;
using Moomken.Bot.Host.Exports;
using Moomken.Bot.Incidents;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Operations;

/// <summary><c>export incidents</c>: whoever holds the data reads it and writes the audit line; the file is made where the command runs.</summary>
internal static class IncidentExportOperation
{
    public static readonly Operation<IncidentExportRequest> Asked = new("export-incidents", ExportOperationJson.Default.IncidentExportRequest, RunAsync);

    private static async Task<int> RunAsync(IServiceProvider services, IncidentExportRequest request, OperationCall call, CancellationToken cancellation)
    {
        var export = await IncidentExport.Prepare(
            services.GetRequiredService<IStore>(), services.GetRequiredService<IdSource>(), services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ExportSources>(), request.Export, cancellation);
        var format = ExportFormat.Named(request.Format)!;
        await call.Output.FileAsync(
            ExportName.Of(export, format),
            $"{export.Count} rows ({export.Request.Description})",
            file =>
            {
                format.Write(export, file);
                return Task.CompletedTask;
            });
        return Operation.Done;
    }
}

/// <param name="Format">One of <see cref="ExportFormat.All"/>.</param>
/// <param name="Export">What it should hold.</param>
internal sealed record IncidentExportRequest(string Format, ExportRequest Export);

[JsonSourceGenerationOptions(IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(IncidentExportRequest))]
internal sealed partial class ExportOperationJson : JsonSerializerContext;
