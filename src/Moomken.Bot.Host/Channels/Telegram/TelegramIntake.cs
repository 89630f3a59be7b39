using Moomken.Bot.Messages;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>
/// Takes one update's body in, whichever way it came.
/// </summary>
public sealed class TelegramIntake(
    TelegramUpdateReader reader,
    Receive receive,
    IStore store,
    Vault vault,
    IdSource ids,
    TimeProvider time,
    ChannelCounters counters,
    ILogger<TelegramIntake> log)
{
    public TelegramVerdict Read(ReadOnlyMemory<byte> body) => reader.Read(body);

    /// <param name="verdict">What <see cref="Read"/> said of the body.</param>
    /// <param name="body">Not used after the task has completed.</param>
    /// <param name="cancellation">Cancels before the work is handed to the store, not in the middle of it.</param>
    public async Task<TelegramTaken> Take(TelegramVerdict verdict, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        switch (verdict)
        {
            case TelegramVerdict.Understood understood:
                return await TakeMessage(understood, body, cancellation);
            case TelegramVerdict.NotUnderstood unclear:
                return new TelegramTaken(await Bury(unclear.Reason, body, cancellation));
        }

        counters.Posted(TelegramChannel.ChannelName, "ignored");
        return new TelegramTaken(true, (verdict as TelegramVerdict.Ignored)?.CallbackId);
    }

    private async Task<TelegramTaken> TakeMessage(TelegramVerdict.Understood update, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        Received received;
        try
        {
            received = await receive(update.Message, null, cancellation);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or StoreConflictException or OperationCanceledException)
        {
            return new TelegramTaken(NotNow(fault));
        }
        catch (Exception fault)
        {
            // Refused, it would come back for 24 hours and block everything else this person sends: kept for us to look at.
            // Not the exception's message: it may quote what the person wrote.
            log.LogError("An update could not be worked on ({Fault} at {Where}) and is kept as a dead letter.", fault.GetType().Name, fault.TargetSite?.Name);
            return new TelegramTaken(await Bury($"failed_{fault.GetType().Name}", body, cancellation));
        }

        counters.Posted(TelegramChannel.ChannelName, received.Repeat ? "repeat" : "received");
        return new TelegramTaken(true, update.CallbackId, received.Notice);
    }

    private async Task<bool> Bury(string reason, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var letter = new DeadLetter(ids.Next(), TelegramChannel.ChannelName, time.GetUtcNow(), reason, vault.Seal(body.Span));
        try
        {
            await store.WriteAsync(
                transaction =>
                {
                    transaction.Put(DeadLetter.Documents, letter);
                    return true;
                },
                cancellation);
        }
        catch (Exception fault)
        {
            return NotNow(fault);
        }

        counters.Posted(TelegramChannel.ChannelName, "dead_letter");
        return true;
    }

    private bool NotNow(Exception fault)
    {
        log.LogWarning("An update could not be stored ({Fault}); Telegram is told to send it again.", fault.GetType().Name);
        counters.Posted(TelegramChannel.ChannelName, "failed");
        return false;
    }
}

/// <param name="Kept">True: everything that follows from the update is durable, so it may be confirmed to Telegram. False: it must come again.</param>
/// <param name="CallbackId">The press to answer, so that its button stops spinning; null for anything else.</param>
/// <param name="Notice">What is shown where the finger is.</param>
public readonly record struct TelegramTaken(bool Kept, string? CallbackId = null, string? Notice = null);
