using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>Finds out from Twilio's list what became of a message whose answer is missing: the one proof there is, since Twilio has no idempotency key.</summary>
internal sealed class TwilioLookUp(TwilioMessages messages, TwilioLine line, TwilioMemory memory)
{
    /// <summary>A call that was cut may still be worked on at Twilio, and its list may lag; before this much time its silence proves nothing.</summary>
    public static readonly TimeSpan ListedWithin = TimeSpan.FromSeconds(5);

    private static readonly SendResult NotListed = new SendResult.Unknown("not_listed");

    /// <summary>
    /// Sent with its id; failed for now when it is known not to be there (<c>not_taken</c>, or <c>rest_not_sent</c> of a long text);
    /// unknown when the list could not be read or is too young to prove anything.
    /// </summary>
    public async Task<SendResult> Ask(SendAttempt attempt, CancellationToken cancellation)
    {
        var (id, message) = (attempt.Message.Id, attempt.Message);
        var wordings = TwilioWording.Of(message, line, memory.IsWrittenOut(message)).Where(wording => !wording.Parts.IsEmpty).ToList();
        if (wordings.Count == 0)
        {
            return new SendResult.Failed("empty_text", Retryable: false);
        }

        if (await messages.Newer(attempt, cancellation) is not { } listed)
        {
            return new SendResult.Unknown("list_unreadable");
        }

        var had = memory.PartsSent(id);
        foreach (var wording in had > 0 ? wordings[..1] : wordings)
        {
            var first = Math.Min(had, wording.Parts.Length - 1);
            if (PartsIn(listed, wording, first) is { Count: > 0 } found)
            {
                return Found(id, wording, first, found);
            }
        }

        return memory.SinceUnanswered(id) >= ListedWithin ? new SendResult.Failed("not_taken", Retryable: true) : NotListed;
    }

    /// <summary>Parts leave one after the other: behind the first that is missing there is none.</summary>
    private static List<TwilioMessage> PartsIn(IReadOnlyList<TwilioMessage> listed, TwilioWording wording, int first)
    {
        var (left, found) = (listed.ToList(), new List<TwilioMessage>());
        for (var part = first; part < wording.Parts.Length && wording.Find(left, part) is { } there; part++)
        {
            left.Remove(there);
            found.Add(there);
        }

        return found;
    }

    private SendResult Found(string id, TwilioWording wording, int first, List<TwilioMessage> found)
    {
        found.ForEach(part => memory.Accepted(part.Sid, id));
        if (wording.WrittenOut)
        {
            memory.WriteOut(id);
        }

        var next = first + found.Count;
        if (next < wording.Parts.Length)
        {
            // The one without an answer is there, so the next was never begun; after a restart it may have been, and be on its way.
            var isOver = memory.WasUnanswered(id) || memory.SinceUnanswered(id) >= ListedWithin;
            memory.HasParts(id, next);
            return isOver ? new SendResult.Failed("rest_not_sent", Retryable: true) : NotListed;
        }

        memory.HasParts(id, 0);
        var last = found[^1];
        return TwilioStatusReader.StateOf(last.Status) == DeliveryState.Failed ? TwilioErrors.AfterAccepting(last.ErrorCode) : new SendResult.Sent(last.Sid);
    }
}
