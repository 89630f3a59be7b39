using Moomken.Bot.Messages;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;
using Moomken.Bot.Telemetry;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>Takes what Twilio posted in: true when everything that follows from it is durable, false when it must come again.</summary>
public sealed class TwilioIntake(
    TwilioMessageReader reader,
    TwilioStatusReader statuses,
    Receive receive,
    TakeReport takeReport,
    IStore store,
    Vault vault,
    IdSource ids,
    TimeProvider time,
    ChannelCounters counters,
    ILogger<TwilioIntake> log)
{
    /// <summary>Of a body that cannot be read as anything.</summary>
    public Task<bool> TakeUnread(ReadOnlyMemory<byte> body, string reason) => Bury(TwilioLine.WhatsAppName, reason, body);

    public async Task<bool> TakeMessage(TwilioForm form)
    {
        var verdict = reader.Read(form);
        switch (verdict)
        {
            case TwilioVerdict.Understood understood:
                return await Take(understood.Message, form);
            case TwilioVerdict.NotUnderstood unclear:
                Count(unclear);
                log.LogWarning("A message that Twilio posted is kept as a dead letter: {Reason}.", unclear.Reason);
                return await Bury(unclear.Channel, unclear.Reason, Body(form));
        }

        return Ignore((TwilioVerdict.Ignored)verdict);
    }

    /// <summary>What became of a message of ours. One that names none of ours changes nothing.</summary>
    public async Task<bool> TakeStatus(TwilioForm form, TwilioCallback? callback)
    {
        if (statuses.Read(form, callback) is not { } report)
        {
            counters.Reported(TwilioLine.NameOf(form["To"]), "ignored");
            return true;
        }

        try
        {
            await takeReport(report, CancellationToken.None);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or StoreConflictException or OperationCanceledException)
        {
            return NotNow(report.To.Channel, fault);
        }

        counters.Reported(report.To.Channel, report.State.ToString().ToLowerInvariant());
        return true;
    }

    // Not the request's cancellation anywhere here: Twilio may hang up, but what it has posted is kept all the same.
    private async Task<bool> Take(InboundMessage message, TwilioForm form)
    {
        try
        {
            var received = await receive(message, null, CancellationToken.None);
            counters.Posted(message.From.Channel, received.Repeat ? "repeat" : "received");
            return true;
        }
        catch (Exception fault) when (fault is StoreUnavailableException or StoreConflictException or OperationCanceledException)
        {
            return NotNow(message.From.Channel, fault);
        }
        catch (Exception fault)
        {
            // Not the exception's message: it may quote what the person wrote.
            log.LogError("A message could not be worked on ({Fault} at {Where}) and is kept as a dead letter.", fault.GetType().Name, fault.TargetSite?.Name);
            return await Bury(message.From.Channel, $"failed_{fault.GetType().Name}", Body(form));
        }
    }

    private bool Ignore(TwilioVerdict.Ignored ignored)
    {
        counters.Posted(ignored.Channel, "ignored");
        if (ignored.Reason == TwilioMessageReader.Ourselves)
        {
            BotMeter.Guarded(ignored.Channel, LoopKind.Ourselves);
        }

        return true;
    }

    private static void Count(TwilioVerdict.NotUnderstood unclear)
    {
        if (unclear.Reason == TwilioMessageReader.NoPhone)
        {
            BotMeter.Guarded(unclear.Channel, LoopKind.Machine);
        }
    }

    private async Task<bool> Bury(string channel, string reason, ReadOnlyMemory<byte> body)
    {
        var letter = new DeadLetter(ids.Next(), channel, time.GetUtcNow(), reason, vault.Seal(body.Span));
        try
        {
            await store.WriteAsync(transaction =>
            {
                transaction.Put(DeadLetter.Documents, letter);
                return true;
            });
        }
        catch (Exception fault)
        {
            return NotNow(channel, fault);
        }

        counters.Posted(channel, "dead_letter");
        return true;
    }

    /// <summary>The name that the person shows in WhatsApp is kept nowhere, not even sealed.</summary>
    private static byte[] Body(TwilioForm form) => form.Without("ProfileName").Write();

    private bool NotNow(string channel, Exception fault)
    {
        log.LogWarning("What Twilio posted could not be stored ({Fault}); it is told to post it again.", fault.GetType().Name);
        counters.Posted(channel, "failed");
        return false;
    }
}
