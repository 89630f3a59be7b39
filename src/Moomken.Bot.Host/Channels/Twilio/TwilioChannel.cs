using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Messages;
using Moomken.Bot.Rendering;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>Sends through one sender at Twilio, and fetches what people sent to it. Thread-safe.</summary>
public sealed class TwilioChannel : IChannel
{
    /// <summary>WhatsApp counts 24 hours from the person's last message by its own clock, and a message of ours takes a moment to arrive.</summary>
    public static readonly TimeSpan Window = new(23, 55, 0);

    private readonly TwilioLine line;
    private readonly TwilioCalls calls;
    private readonly TwilioMemory memory;
    private readonly TwilioButtons buttons;
    private readonly ChannelCounters counters;
    private readonly TwilioMedia files;
    private readonly TwilioLookUp lookUp;
    private readonly TimeProvider time;

    internal TwilioChannel(TwilioLine line, TwilioCalls calls, TwilioApi api, TwilioMemory memory, TwilioButtons buttons, TwilioMedia files, ChannelCounters counters, TimeProvider time)
    {
        (this.line, this.calls, this.memory, this.buttons, this.files, this.counters, this.time) = (line, calls, memory, buttons, files, counters, time);
        lookUp = new TwilioLookUp(new TwilioMessages(api, line, memory, time), line, memory);
    }

    public string Name => line.Name;

    public string Account => line.Account;

    public ChannelProfile Profile => line.Profile;

    /// <summary>Its callbacks follow within seconds; what has not come by then is looked up once more.</summary>
    public TimeSpan ReportsWithin => TimeSpan.FromSeconds(15);

    /// <summary>Its list shows every message that it has: nothing need ever be sent again on a guess.</summary>
    public bool CanBeAsked => true;

    public async Task<SendResult> SendAsync(SendAttempt attempt, CancellationToken cancellation)
    {
        if (line.UserOf(line.AddressOf(attempt.To.User)) is null)
        {
            return new SendResult.Failed("bad_address", Retryable: false);
        }

        if (IsOutsideWindow(attempt))
        {
            return await SendTemplate(attempt, cancellation);
        }

        var shape = TwilioShape.Of(attempt.Message, line, memory.IsWrittenOut(attempt.Message));
        var result = shape.Parts.IsEmpty ? new SendResult.Failed("empty_text", Retryable: false) : await SendParts(attempt, shape, cancellation);
        if (result is not SendResult.Held)
        {
            return result;
        }

        memory.WindowClosed(attempt.To.User);
        return await SendTemplate(attempt, cancellation);
    }

    public Task<SendResult> LookUpAsync(SendAttempt attempt, CancellationToken cancellation) => lookUp.Ask(attempt, cancellation);

    public Task<FetchResult> FetchAsync(InboundMedia media, long maxBytes, CancellationToken cancellation) => files.Fetch(media.Reference, maxBytes, cancellation);

    /// <summary>
    /// By our clock, by what Twilio told this process, or by what it told of the message itself, perhaps another node or before a restart;
    /// who wrote after the message was made has opened the window again.
    /// </summary>
    private bool IsOutsideWindow(SendAttempt attempt) => line.IsWhatsApp
        && (attempt.LastHeard + Window < time.GetUtcNow()
            || memory.IsWindowClosed(attempt.To.User, attempt.LastHeard)
            || (attempt.Message.LastFailure == TwilioErrors.WindowReason && attempt.LastHeard <= attempt.Message.CreatedAt));

    private async Task<SendResult> SendTemplate(SendAttempt attempt, CancellationToken cancellation) =>
        calls.Template(attempt, line) is { } template
            ? Noted(attempt, await calls.Create(template, attempt, cancellation), 0)
            : new SendResult.Held(TwilioErrors.WindowReason);

    private async Task<SendResult> SendParts(SendAttempt attempt, ChannelShape shape, CancellationToken cancellation)
    {
        for (var i = Math.Min(memory.PartsSent(attempt.Message.Id), shape.Parts.Length - 1); ; i++)
        {
            var last = i == shape.Parts.Length - 1;
            var result = last && !shape.Pressable.IsEmpty
                ? await SendWithButtons(attempt, shape, cancellation)
                : await calls.Create(calls.Text(attempt, line, shape.Parts[i], last), attempt, cancellation);
            if (last || result is not SendResult.Sent)
            {
                return Noted(attempt, result, i);
            }
        }
    }

    /// <summary>Where Twilio will not draw them, the same choices stand in the text as numbers: the person is never left without an answer.</summary>
    private async Task<SendResult> SendWithButtons(SendAttempt attempt, ChannelShape shape, CancellationToken cancellation)
    {
        if (await buttons.SidFor(shape, cancellation) is { } sid)
        {
            var drawn = await calls.Create(calls.Content(attempt, line, sid, buttons.Variables(shape, attempt.Message.Tongue)), attempt, cancellation);
            if (drawn is not SendResult.Failed { Reason: TwilioErrors.ContentReason })
            {
                return drawn;
            }

            buttons.Forget(shape);
        }

        counters.ButtonsAsText(Name);
        memory.WriteOut(attempt.Message.Id);
        var text = TwilioShape.Of(attempt.Message, line, writtenOut: true);
        return await SendParts(attempt, text, cancellation);
    }

    private SendResult Noted(SendAttempt attempt, SendResult result, int partsSent)
    {
        switch (result)
        {
            case SendResult.Unknown:
                memory.Unanswered(attempt.Message.Id);
                break;
            case SendResult.Sent { ProviderId: { } sid }:
                memory.Accepted(sid, attempt.Message.Id);
                break;
        }

        memory.HasParts(attempt.Message.Id, result is SendResult.Sent ? 0 : partsSent);
        return result;
    }
}
