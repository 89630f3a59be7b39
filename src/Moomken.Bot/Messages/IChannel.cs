using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Engine;

namespace Moomken.Bot.Messages;

/// <summary>A way to reach people. One folder, one implementation; nothing outside the folder knows the provider.</summary>
public interface IChannel
{
    /// <summary>The name in <see cref="ChannelAddress.Channel"/>.</summary>
    string Name { get; }

    /// <summary>Our own account there (<see cref="ChannelAddress.Account"/>): a bot id, a sender number.</summary>
    string Account { get; }

    ChannelProfile Profile { get; }

    /// <summary>
    /// Hands one message to the provider, once. Never retries by itself and never throws for what a provider can
    /// answer: the outbox decides what happens next by the result.
    /// </summary>
    Task<SendResult> SendAsync(SendAttempt attempt, CancellationToken cancellation);

    /// <summary>
    /// Asks the provider what became of an attempt whose answer did not arrive. <see cref="SendResult.Unknown"/> when it
    /// cannot say: then the outbox waits, for a report where there are any, and asks again where <see cref="CanBeAsked"/>.
    /// </summary>
    Task<SendResult> LookUpAsync(SendAttempt attempt, CancellationToken cancellation) =>
        Task.FromResult<SendResult>(new SendResult.Unknown("no_lookup"));

    /// <summary>
    /// True where <see cref="LookUpAsync"/> can find out of every attempt what became of it. Nothing of unknown outcome is then
    /// sent again before it has answered; while it cannot, it is asked again, until the message expires.
    /// </summary>
    bool CanBeAsked => false;

    /// <summary>How long after an attempt of unknown outcome a <see cref="DeliveryReport"/> may still tell of it; zero where no reports come.</summary>
    TimeSpan ReportsWithin => TimeSpan.Zero;

    /// <summary>Downloads a received file, reading at most <paramref name="maxBytes"/>.</summary>
    Task<FetchResult> FetchAsync(InboundMedia media, long maxBytes, CancellationToken cancellation);
}

/// <summary>
/// One attempt to hand a message to the provider; the first has <c>Number</c> 1. <c>LastHeard</c> is when the person last
/// wrote from this address: some providers let us write freely only for a time after it.
/// </summary>
public sealed record SendAttempt(ChannelAddress To, OutboundMessage Message, DateTimeOffset LastHeard, int Number = 1)
{
    /// <summary>The provider's ids of other messages to this person, also from before a restart: of those that read the same, these are not the one in doubt.</summary>
    public ImmutableHashSet<string> Others { get; init; } = [];
}

/// <summary>What became of one attempt to send. Reasons are short, from a closed set, and carry no personal data.</summary>
public abstract record SendResult
{
    /// <summary>The reason of a <see cref="Failed"/> that only the operator can mend, at the provider or in the settings.</summary>
    public const string Configuration = "configuration";

    private SendResult()
    {
    }

    /// <summary>Accepted by the provider, under its id where it gives one.</summary>
    public sealed record Sent(string? ProviderId) : SendResult;

    /// <summary>Not taken now; <paramref name="WholeAccount"/> when every message of the account must wait.</summary>
    public sealed record Throttled(TimeSpan RetryAfter, bool WholeAccount) : SendResult;

    /// <summary>Refused; again later only if <paramref name="Retryable"/>.</summary>
    public sealed record Failed(string Reason, bool Retryable) : SendResult;

    /// <summary>This person cannot be reached here any more (blocked, deactivated, gone).</summary>
    public sealed record RecipientGone(string Reason) : SendResult;

    /// <summary>The same chat has another id now; send again there.</summary>
    public sealed record RecipientMoved(string User) : SendResult;

    /// <summary>The provider lets us write to this person only after they write again; until then the message is kept, or expires.</summary>
    public sealed record Held(string Reason) : SendResult;

    /// <summary>Sent, but the answer did not arrive: it may or may not have reached the person.</summary>
    public sealed record Unknown(string Reason) : SendResult;
}

/// <summary>What became of one download.</summary>
public abstract record FetchResult
{
    private FetchResult()
    {
    }

    public sealed record Fetched(byte[] Bytes) : FetchResult;

    /// <summary>Larger than allowed.</summary>
    public sealed record TooLarge(long? Bytes) : FetchResult;

    public sealed record Failed(string Reason, bool Retryable) : FetchResult;
}
