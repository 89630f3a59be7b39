using System.Text.Json.Serialization;
using Moomken.Bot.Conversations;
using Moomken.Bot.Outbox;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Operations;

/// <summary><c>outbox</c>: messages of ours that did not arrive.</summary>
internal static class FailedMessageOperations
{
    public static readonly Operation<OutboxChoice> List = new("outbox-list", OutboxJson.Default.OutboxChoice, ListAsync);

    public static readonly Operation<OutboxChoice> Retry = new("outbox-retry", OutboxJson.Default.OutboxChoice, RetryAsync);

    public static readonly Operation<OutboxChoice> Drop = new("outbox-drop", OutboxJson.Default.OutboxChoice, DropAsync);

    private static async Task<int> ListAsync(IServiceProvider services, OutboxChoice choice, OperationCall call, CancellationToken cancellation)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await foreach (var failed in Pages.All(services.GetRequiredService<IStore>(), FailedMessage.Documents, cancellation))
        {
            if (choice.Takes(failed))
            {
                counts[failed.Reason] = counts.GetValueOrDefault(failed.Reason) + 1;
                await call.Output.LineAsync($"{failed.Id}  {OperatorWords.At(failed.At)}  {OperatorWords.Age(now - failed.At),-11}  {failed.Message.Lane,-9}  {failed.Reason}");
            }
        }

        var held = await ListHeldAsync(services, choice, call, cancellation);
        await call.Output.LineAsync(counts.Count == 0 ? "No message failed." : $"{Summed("failed", counts)}. Send again with: outbox retry ID, or --reason R, or --all.");
        if (held.Count > 0)
        {
            await call.Output.LineAsync($"{Summed("held", held)}. They leave by themselves when the person writes.");
        }

        return Operation.Done;
    }

    /// <summary>What the provider lets out only after the person writes stands in no list but its own conversation's.</summary>
    private static async Task<SortedDictionary<string, int>> ListHeldAsync(IServiceProvider services, OutboxChoice choice, OperationCall call, CancellationToken cancellation)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await foreach (var conversation in Pages.All(services.GetRequiredService<IStore>(), Conversation.Documents, cancellation))
        {
            foreach (var message in conversation.Pending.Where(message => message.IsHeld(conversation.LastHeard)))
            {
                var reason = message.LastFailure ?? "";
                if (choice.Reason is null || choice.Reason == reason)
                {
                    counts[reason] = counts.GetValueOrDefault(reason) + 1;
                    await call.Output.LineAsync($"{message.Id}  {OperatorWords.At(message.CreatedAt)}  {OperatorWords.Age(now - message.CreatedAt),-11}  {message.Lane,-9}  held: {reason}");
                }
            }
        }

        return counts;
    }

    private static string Summed(string word, SortedDictionary<string, int> counts) =>
        $"{counts.Values.Sum()} {word}: {string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}"))}";

    private static async Task<int> RetryAsync(IServiceProvider services, OutboxChoice choice, OperationCall call, CancellationToken cancellation)
    {
        var messages = services.GetRequiredService<SendingAgain>();
        var outcomes = new SortedDictionary<RetryOutcome, int>();
        foreach (var id in await IdsAsync(services, choice, cancellation))
        {
            var outcome = await messages.RetryAsync(id, cancellation);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        foreach (var (outcome, count) in outcomes)
        {
            await call.Output.LineAsync($"{count} {Said(outcome)}");
        }

        return await EndAsync(call, outcomes.Count > 0, outcomes.ContainsKey(RetryOutcome.Again) || outcomes.ContainsKey(RetryOutcome.Held));
    }

    private static async Task<int> DropAsync(IServiceProvider services, OutboxChoice choice, OperationCall call, CancellationToken cancellation)
    {
        var messages = services.GetRequiredService<SendingAgain>();
        var dropped = 0;
        foreach (var id in await IdsAsync(services, choice, cancellation))
        {
            dropped += await messages.DropAsync(id, cancellation) ? 1 : 0;
        }

        var what = $"outbox drop {choice.Id ?? choice.Reason ?? "all"}";
        await AuditOperations.NoteAsync(services, new Leave("operator", "not to be sent any more"), what, dropped, cancellation);
        await call.Output.LineAsync($"{dropped} dropped.");
        return await EndAsync(call, dropped > 0, dropped > 0);
    }

    private static async Task<int> EndAsync(OperationCall call, bool found, bool done)
    {
        if (!found)
        {
            await call.Output.FaultAsync("No such message. List them with: outbox list");
        }

        return done ? Operation.Done : Operation.Failed;
    }

    private static string Said(RetryOutcome outcome) => outcome switch
    {
        RetryOutcome.Again => "on the way again.",
        RetryOutcome.Held => "put back, and held: the provider lets us write only after the person does, unless an approved template is set by now.",
        RetryOutcome.NotFound => "not there any more.",
        RetryOutcome.PersonGone => "not sent: the person's data was deleted, or somebody else has that channel now. Let go of them with: outbox drop",
        RetryOutcome.Stopped => "not sent: the person said stop.",
        _ => "not sent: the person cannot be reached on that channel and has not written since.",
    };

    /// <summary>All ids before the first change: what fails again meanwhile is not taken twice.</summary>
    private static async Task<List<string>> IdsAsync(IServiceProvider services, OutboxChoice choice, CancellationToken cancellation)
    {
        if (choice.Id is { } id)
        {
            return [id];
        }

        var ids = new List<string>();
        await foreach (var failed in Pages.All(services.GetRequiredService<IStore>(), FailedMessage.Documents, cancellation))
        {
            if (choice.Takes(failed))
            {
                ids.Add(failed.Id);
            }
        }

        return ids;
    }
}

/// <summary>Which failed messages: one, those of a reason, or all.</summary>
internal sealed record OutboxChoice(string? Id, string? Reason)
{
    public bool Takes(FailedMessage failed) => (Id is null || failed.Id == Id) && (Reason is null || failed.Reason == Reason);
}

[JsonSerializable(typeof(OutboxChoice))]
internal sealed partial class OutboxJson : JsonSerializerContext;
