using Moomken.Bot.Host.Doctor;
using Telegram.Bot;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>Asks Telegram who we are and whether it reaches us.</summary>
internal static class TelegramDoctor
{
    public static DoctorCheck Check(BotApi api, TelegramOptions options) => async cancellation =>
    {
        try
        {
            var me = await api.Library.GetMe(cancellation);
            return options.Mode == TelegramMode.Webhook ? [Known(me.Username), await WebhookAsync(api, options, cancellation)] : [Known(me.Username)];
        }
        catch (Exception fault) when (TelegramFault.IsOfApi(fault, cancellation))
        {
            return [DoctorLine.Fail("telegram", TelegramFault.Of(fault))];
        }
    };

    private static DoctorLine Known(string? username) => DoctorLine.Well("telegram", $"knows us as @{username}.");

    private static async Task<DoctorLine> WebhookAsync(BotApi api, TelegramOptions options, CancellationToken cancellation)
    {
        var webhook = await api.Library.GetWebhookInfo(cancellation);
        return webhook.Url != options.WebhookUrl.AbsoluteUri
            ? DoctorLine.Fail("telegram", "posts to another address than ours: another program uses the token, or the service was not started with these settings yet.")
            : webhook.LastErrorDate is { } at && webhook.PendingUpdateCount > 0
                ? DoctorLine.Warn("telegram", $"{webhook.PendingUpdateCount} updates wait there; its last try to reach us failed at {at:yyyy-MM-dd HH:mm} UTC. Look at the TLS proxy.")
                : DoctorLine.Well("telegram", $"posts to us; {webhook.PendingUpdateCount} updates wait there.");
    }
}
