using System.Text.Json.Serialization;
using Moomken.Bot.Incidents;
using Moomken.Bot.Requests;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Operations;

/// <summary><c>requests</c>: people who asked for a person to talk to.</summary>
internal static class RequestOperations
{
    public static readonly Operation<RequestChoice> List = new("requests-list", RequestOperationJson.Default.RequestChoice, ListAsync);

    public static readonly Operation<RequestChoice> Show = new("requests-show", RequestOperationJson.Default.RequestChoice, ShowAsync);

    public static readonly Operation<RequestChoice> Answered = new("requests-answered", RequestOperationJson.Default.RequestChoice, AnsweredAsync);

    private static async Task<int> ListAsync(IServiceProvider services, RequestChoice choice, OperationCall call, CancellationToken cancellation)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var (open, all) = (0, 0);
        await foreach (var request in Pages.All(services.GetRequiredService<IStore>(), HandoverRequest.Documents, cancellation))
        {
            all++;
            open += request.Answered ? 0 : 1;
            if (choice.All || !request.Answered)
            {
                var state = request.Answered ? "answered" : $"waits {OperatorWords.Age(now - request.At)}";
                await call.Output.LineAsync($"{CaseCode.Shown(request.Code)}  {OperatorWords.At(request.At)}  {state}");
            }
        }

        await call.Output.LineAsync($"{open} of {all} requests wait. Read one with: requests show CODE --role … --reason …");
        return Operation.Done;
    }

    private static async Task<int> ShowAsync(IServiceProvider services, RequestChoice choice, OperationCall call, CancellationToken cancellation)
    {
        if (await FindAsync(services, choice, call, cancellation) is not { } request)
        {
            return Operation.Failed;
        }

        await AuditOperations.NoteAsync(services, choice.Leave!, $"requests show {request.Code}", 1, cancellation);
        var who = request.PersonId is { } person ? services.GetRequiredService<ExportSources>().Reporter(person) : null;
        await call.Output.LineAsync($"Code:     {CaseCode.Shown(request.Code)}");
        await call.Output.LineAsync($"Asked:    {OperatorWords.At(request.At)}{(request.Answered ? ", answered" : "")}");
        await call.Output.LineAsync($"Words:    {request.Words ?? "none"}");
        await call.Output.LineAsync($"Person:   {(who is null ? "not known any more: their data was deleted" : string.Join(", ", new[] { who.Name, who.Phone, who.Contact }.OfType<string>()))}");
        return Operation.Done;
    }

    private static async Task<int> AnsweredAsync(IServiceProvider services, RequestChoice choice, OperationCall call, CancellationToken cancellation)
    {
        if (await FindAsync(services, choice, call, cancellation) is not { } found)
        {
            return Operation.Failed;
        }

        await services.GetRequiredService<IStore>().WriteAsync(
            transaction =>
            {
                if (transaction.Get(HandoverRequest.Documents, found.Id) is { } request)
                {
                    transaction.Put(HandoverRequest.Documents, request with { Answered = true });
                }

                return true;
            },
            cancellation);
        await call.Output.LineAsync($"{CaseCode.Shown(found.Code)} is noted as answered.");
        return Operation.Done;
    }

    private static async Task<HandoverRequest?> FindAsync(IServiceProvider services, RequestChoice choice, OperationCall call, CancellationToken cancellation)
    {
        var found = await services.GetRequiredService<IStore>().ReadAsync(reader => reader.Find(HandoverRequest.Documents, "code", choice.Code!, 1), cancellation);
        if (found.Count == 0)
        {
            await call.Output.FaultAsync($"There is no request {CaseCode.Shown(choice.Code!)}. List them with: requests list --all");
        }

        return found.FirstOrDefault();
    }
}

/// <param name="Code">Eight characters without the dash; null for a list.</param>
/// <param name="All">Answered ones too.</param>
/// <param name="Leave">For what opens one.</param>
internal sealed record RequestChoice(string? Code, bool All, Leave? Leave);

[JsonSerializable(typeof(RequestChoice))]
internal sealed partial class RequestOperationJson : JsonSerializerContext;
