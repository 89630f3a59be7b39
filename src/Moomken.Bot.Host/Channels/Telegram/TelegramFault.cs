using Telegram.Bot.Exceptions;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>Says in a few words why a call failed. Never an address, which holds the token, and never the words that were sent.</summary>
internal static class TelegramFault
{
    public static string Of(BotApiAnswer answer) => answer switch
    {
        { Delivery: not CallDelivery.Answered } => $"{answer.Fault}: is the internet or the proxy up, and is Telegram__ApiBaseUrl right?",
        { Ok: true } => "the answer could not be read",
        { FromApi: false } => $"HTTP {answer.ErrorCode} from something that is not the Bot API: check the proxy and Telegram__ApiBaseUrl",
        _ => OfCode(answer.ErrorCode),
    };

    public static string Of(Exception fault) => fault switch
    {
        // setWebhook and setMyCommands carry nothing of anybody, so Telegram's own words may be shown; they name the fault best.
        ApiRequestException { ErrorCode: 400 } refused => $"400: {refused.Message}",
        ApiRequestException refused => OfCode(refused.ErrorCode),
        _ => "unreachable: is the internet or the proxy up, and is Telegram__ApiBaseUrl right?",
    };

    public static bool IsOfApi(Exception fault, CancellationToken stopping) =>
        !stopping.IsCancellationRequested && fault is RequestException or HttpRequestException or OperationCanceledException;

    private static string OfCode(int code) => code switch
    {
        401 or 404 => $"{code}: the token was refused. Copy Telegram__BotToken again from @BotFather",
        429 => "429: too many calls",
        >= 500 => $"{code}: trouble at Telegram",
        _ => code.ToString(),
    };
}
