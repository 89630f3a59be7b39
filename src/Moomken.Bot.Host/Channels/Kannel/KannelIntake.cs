using System.Text;
using Moomken.Bot.Messages;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;
using Moomken.Bot.Telemetry;

namespace Moomken.Bot.Host.Channels.Kannel;

/// <summary>Takes one SMS in. True: everything that follows from it is durable, so it may be answered 200. False: Kannel must hand it in again.</summary>
public sealed class KannelIntake(
    KannelLines lines, Receive receive, IStore store, Vault vault, IdSource ids, TimeProvider time, ChannelCounters counters, ILogger<KannelIntake> log)
{
    /// <param name="verdict">What <see cref="KannelMessageReader"/> said of it.</param>
    /// <param name="request">Who wrote stands only there.</param>
    /// <param name="body">Not used after the task has completed.</param>
    public async Task<bool> Take(KannelVerdict verdict, HttpRequest request, ReadOnlyMemory<byte> body)
    {
        var channel = lines.Of(request.Query).Name;
        switch (verdict)
        {
            case KannelVerdict.Understood understood:
                return await TakeMessage(understood.Message, request, body);
            case KannelVerdict.NotUnderstood unclear:
                Count(channel, unclear.Reason);
                return await Bury(channel, unclear.Reason, request, body);
            default:
                BotMeter.Guarded(channel, LoopKind.Ourselves);
                counters.Posted(channel, "ignored");
                return true;
        }
    }

    private static void Count(string channel, string reason)
    {
        if (reason == KannelMessageReader.NoPhone)
        {
            BotMeter.Guarded(channel, LoopKind.Machine);
        }
    }

    private async Task<bool> TakeMessage(InboundMessage message, HttpRequest request, ReadOnlyMemory<byte> body)
    {
        var channel = message.From.Channel;
        Received received;
        try
        {
            // Not the request's cancellation: smsbox may hang up, but what it has handed over is kept all the same.
            received = await receive(message, null, CancellationToken.None);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or StoreConflictException or OperationCanceledException)
        {
            return NotNow(channel, fault);
        }
        catch (Exception fault)
        {
            // Refused, it would come back for hours: kept for us to look at. Not the exception's message: it may quote the person.
            log.LogError("An SMS could not be worked on ({Fault} at {Where}) and is kept as a dead letter.", fault.GetType().Name, fault.TargetSite?.Name);
            return await Bury(channel, $"failed_{fault.GetType().Name}", request, body);
        }

        counters.Posted(channel, received.Repeat ? "repeat" : "received");
        return true;
    }

    private async Task<bool> Bury(string channel, string reason, HttpRequest request, ReadOnlyMemory<byte> body)
    {
        byte[] whole = [.. Encoding.UTF8.GetBytes($"{request.QueryString.Value}\n{KannelMessageReader.SenderOf(request)}\n"), .. body.Span];
        var letter = new DeadLetter(ids.Next(), channel, time.GetUtcNow(), reason, vault.Seal(whole));
        try
        {
            await store.WriteAsync(
                transaction =>
                {
                    transaction.Put(DeadLetter.Documents, letter);
                    return true;
                },
                CancellationToken.None);
        }
        catch (Exception fault)
        {
            return NotNow(channel, fault);
        }

        counters.Posted(channel, "dead_letter");
        return true;
    }

    private bool NotNow(string channel, Exception fault)
    {
        log.LogWarning("An SMS could not be stored ({Fault}); Kannel is told to hand it in again.", fault.GetType().Name);
        counters.Posted(channel, "failed");
        return false;
    }
}
