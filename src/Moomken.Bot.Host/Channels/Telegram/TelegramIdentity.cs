using System.Globalization;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>Who our bot is. The id stands in the token; the username is learned from Telegram some time after start.</summary>
public sealed class TelegramIdentity(long botId)
{
    private volatile string? username;

    /// <summary>The bot's id, as it stands in every <see cref="Messages.ChannelAddress.Account"/>.</summary>
    public string Account { get; } = botId.ToString(CultureInfo.InvariantCulture);

    /// <summary>Without the @; null until Telegram has told us.</summary>
    public string? Username
    {
        get => username;
        set => username = value;
    }
}
