using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>What one update's body is to us.</summary>
public abstract record TelegramVerdict
{
    private TelegramVerdict()
    {
    }

    /// <summary>The update's number; null when not even that could be read.</summary>
    public long? UpdateId { get; init; }

    /// <summary>Somebody said or did something.</summary>
    /// <param name="Message">As the service takes it.</param>
    /// <param name="CallbackId">The press to answer, so that the button stops spinning; null for anything but a press.</param>
    public sealed record Understood(InboundMessage Message, string? CallbackId) : TelegramVerdict;

    /// <summary>Known, and nothing of ours (a group, a channel, a reaction): acknowledged and not kept, since it may be words of people who never spoke to us.</summary>
    /// <param name="Reason">From a closed set, for counting.</param>
    /// <param name="CallbackId">A press that is none of ours still has to stop spinning.</param>
    public sealed record Ignored(string Reason, string? CallbackId = null) : TelegramVerdict;

    /// <summary>Not JSON, not an update, or of a kind this program does not know: kept as a dead letter for a person to look at.</summary>
    /// <param name="Reason">From a closed set, without personal data.</param>
    public sealed record NotUnderstood(string Reason) : TelegramVerdict;
}
