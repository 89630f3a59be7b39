using System.Globalization;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>Reads what became of a message of ours. Callbacks come late, twice and out of order; which one counts is the outbox's to say.</summary>
public sealed class TwilioStatusReader(IReadOnlyList<TwilioLine> lines, TwilioMemory memory, TwilioNotices notices, bool hasTemplates)
{
    /// <summary>Null when it tells of no message of ours or of a state that we do not know.</summary>
    public DeliveryReport? Read(TwilioForm form, TwilioCallback? callback)
    {
        if (callback is null || form["To"] is not { } to || StateOf(form["MessageStatus"] ?? form["SmsStatus"]) is not { } state
            || LineOf(to) is not { } line || line.UserOf(to) is not { } user)
        {
            return null;
        }

        var sid = form["MessageSid"];
        memory.Accepted(sid, callback.MessageId);
        if (!callback.IsLast && state != DeliveryState.Failed)
        {
            return null; // a long text has arrived when its last part has
        }

        var fault = state == DeliveryState.Failed ? FaultOf(form, callback, line, user) : null;
        return new DeliveryReport(line.Person(user), callback.MessageId, state, sid, fault);
    }

    private SendResult FaultOf(TwilioForm form, TwilioCallback callback, TwilioLine line, string user)
    {
        var code = int.TryParse(form["ErrorCode"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        if (code == TwilioErrors.OutsideWindow)
        {
            memory.WindowClosed(user);
            return hasTemplates ? new SendResult.Failed(TwilioErrors.WindowReason, Retryable: true) : new SendResult.Held(TwilioErrors.WindowReason);
        }

        if (TwilioErrors.IsAboutContent(code))
        {
            memory.WriteOut(callback.MessageId);
        }

        var fault = TwilioErrors.AfterAccepting(code);
        notices.Say(fault, code, line.Name);
        return fault;
    }

    private TwilioLine? LineOf(string to)
    {
        var isWhatsApp = to.StartsWith(TwilioLine.WhatsAppPrefix, StringComparison.Ordinal);
        return lines.FirstOrDefault(line => line.IsWhatsApp == isWhatsApp);
    }

    internal static DeliveryState? StateOf(string? status) => status switch
    {
        "accepted" or "scheduled" or "queued" or "sending" => DeliveryState.Accepted,
        "sent" or "partially_delivered" => DeliveryState.Sent,
        "delivered" => DeliveryState.Delivered,
        "read" => DeliveryState.Read,
        "failed" or "undelivered" or "canceled" => DeliveryState.Failed,
        _ => null,
    };
}
