using System.Text.Json.Serialization;
using Moomken.Bot.Audit;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Operations;

/// <summary><c>audit list</c>: who took out what names people, and why.</summary>
internal static class AuditOperations
{
    public static readonly Operation<AuditChoice> List = new("audit-list", AuditOperationJson.Default.AuditChoice, ListAsync);

    /// <summary>Writes the line before anything is given out; when it cannot be written, nothing is.</summary>
    public static Task NoteAsync(IServiceProvider services, Leave leave, string what, int count, CancellationToken cancellation)
    {
        var line = new AuditLine(
            services.GetRequiredService<IdSource>().Next(), services.GetRequiredService<TimeProvider>().GetUtcNow(), Leave.Who, leave.Role, what, leave.Reason, count);
        return services.GetRequiredService<IStore>().WriteAsync(
            transaction =>
            {
                transaction.Put(AuditLine.Documents, line, expectedVersion: 0);
                return true;
            },
            cancellation);
    }

    private static async Task<int> ListAsync(IServiceProvider services, AuditChoice choice, OperationCall call, CancellationToken cancellation)
    {
        var count = 0;
        await foreach (var line in Pages.All(services.GetRequiredService<IStore>(), AuditLine.Documents, cancellation))
        {
            if (choice.Since is null || line.At >= choice.Since)
            {
                count++;
                await call.Output.LineAsync($"{OperatorWords.At(line.At)}  {line.Who}  {line.Role}  {line.What}  ({line.Count})  {line.Reason}");
            }
        }

        await call.Output.LineAsync($"{count} lines.");
        return Operation.Done;
    }
}

/// <param name="Since">Lines from this moment on; null for all.</param>
internal sealed record AuditChoice(DateTimeOffset? Since);

/// <summary>On whose authority something sealed is opened.</summary>
internal sealed record Leave(string Role, string Reason)
{
    /// <summary>Whoever has a shell on the machine; which account that was, the machine's own log knows.</summary>
    public const string Who = "command line";
}

[JsonSerializable(typeof(AuditChoice))]
internal sealed partial class AuditOperationJson : JsonSerializerContext;
