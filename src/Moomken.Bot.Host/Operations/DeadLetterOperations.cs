using System.Text.Json.Serialization;
using Moomken.Bot.Messages;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Operations;

/// <summary><c>letters</c>: bodies that came from a provider and could not be understood.</summary>
internal static class DeadLetterOperations
{
    public static readonly Operation<LetterChoice> List = new("letters-list", LetterJson.Default.LetterChoice, ListAsync);

    public static readonly Operation<LetterChoice> Show = new("letters-show", LetterJson.Default.LetterChoice, ShowAsync);

    public static readonly Operation<LetterChoice> Drop = new("letters-drop", LetterJson.Default.LetterChoice, DropAsync);

    private static async Task<int> ListAsync(IServiceProvider services, LetterChoice choice, OperationCall call, CancellationToken cancellation)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var count = 0;
        await foreach (var letter in Pages.All(services.GetRequiredService<IStore>(), DeadLetter.Documents, cancellation))
        {
            count++;
            await call.Output.LineAsync(
                $"{letter.Id}  {OperatorWords.At(letter.At)}  {OperatorWords.Age(now - letter.At),-11}  {letter.Channel,-10}  {letter.SealedBody.Length - Vault.Overhead,7} bytes  {letter.Reason}");
        }

        await call.Output.LineAsync(count == 0 ? "No dead letters." : $"{count} dead letters. Read one with: letters show ID --role … --reason …");
        return Operation.Done;
    }

    private static async Task<int> ShowAsync(IServiceProvider services, LetterChoice choice, OperationCall call, CancellationToken cancellation)
    {
        var store = services.GetRequiredService<IStore>();
        if (await store.ReadAsync(reader => reader.Get(DeadLetter.Documents, choice.Id!), cancellation) is not { } letter)
        {
            return await NotThereAsync(call);
        }

        await AuditOperations.NoteAsync(services, choice.Leave!, $"letters show {letter.Id}", 1, cancellation);
        var body = services.GetRequiredService<Vault>().Open(letter.SealedBody);
        await call.Output.FileAsync($"dead-letter-{letter.Id}.bin", $"{body.Length} bytes as {letter.Channel} sent them", file => file.WriteAsync(body, cancellation).AsTask());
        return Operation.Done;
    }

    private static async Task<int> DropAsync(IServiceProvider services, LetterChoice choice, OperationCall call, CancellationToken cancellation)
    {
        var dropped = await services.GetRequiredService<IStore>().WriteAsync(
            transaction =>
            {
                var there = transaction.Get(DeadLetter.Documents, choice.Id!) is not null;
                transaction.Delete(DeadLetter.Documents, choice.Id!);
                return there;
            },
            cancellation);
        if (!dropped)
        {
            return await NotThereAsync(call);
        }

        await AuditOperations.NoteAsync(services, choice.Leave!, $"letters drop {choice.Id}", 1, cancellation);
        await call.Output.LineAsync("1 dropped.");
        return Operation.Done;
    }

    private static async Task<int> NotThereAsync(OperationCall call)
    {
        await call.Output.FaultAsync("No such dead letter. List them with: letters list");
        return Operation.Failed;
    }
}

/// <param name="Id">Which one; null for all.</param>
/// <param name="Leave">For what opens one.</param>
internal sealed record LetterChoice(string? Id, Leave? Leave);

[JsonSerializable(typeof(LetterChoice))]
internal sealed partial class LetterJson : JsonSerializerContext;
