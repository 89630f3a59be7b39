using Moomken.Bot.Storage;

namespace Moomken.Bot.Messages;

/// <summary>
/// Takes one message in: the only way into the service. Completes when everything that follows from the message is
/// durable, so only then may a webhook answer 2xx. <paramref name="alongside"/> writes what the channel itself must
/// keep (a web chat's transcript) in the same transaction; it is not called for a repeat.
/// </summary>
public delegate Task<Received> Receive(InboundMessage message, Action<IStoreTransaction>? alongside, CancellationToken cancellation);

/// <param name="Repeat">True when the same message had been taken before: nothing happened now.</param>
/// <param name="Notice">A short text for where the finger is (a stale button), in the person's language.</param>
public sealed record Received(bool Repeat, string? Notice = null);
