namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>How updates reach us.</summary>
public enum TelegramMode
{
    /// <summary>The channel is not there: no endpoint, no connection.</summary>
    Off,

    /// <summary>Telegram posts to us; needs a public HTTPS address.</summary>
    Webhook,

    /// <summary>We ask Telegram; works from any machine that can reach the internet.</summary>
    Polling,
}
