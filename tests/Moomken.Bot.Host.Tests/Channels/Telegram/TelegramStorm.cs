using Moomken.Bot.Fakes.Chaos;
using Moomken.Bot.Fakes.Telegram;
using Moomken.Bot.Host.Channels.Telegram;
using Moomken.Bot.Host.Tests.Channels.Chaos;
using Moomken.Bot.Messages;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Tests.Channels.Telegram;

/// <summary>
/// The outbox and the real Telegram channel. Telegram has no key for a repeat and cannot be asked, so an attempt without an
/// answer is made once more: that, and nothing else, may come twice.
/// </summary>
internal static class TelegramStorm
{
    private const int People = 40;
    private const int AtOnce = 4;
    private const string TooMany = """{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1","parameters":{"retry_after":1}}""";

    public static async Task<string> Blow()
    {
        await using var fake = await FakeBotApi.Start();
        await using var proxy = await ChaosProxy.Start(fake.BaseUrl, seed: 5, TooMany);
        var options = new TelegramOptions { BotToken = fake.Token, ApiBaseUrl = proxy.BaseUrl, Mode = TelegramMode.Polling, SendTimeoutSeconds = 5 };
        using var api = new BotApi(options);
        using var vault = new Vault(new Dictionary<byte, byte[]> { [1] = new byte[32] }, new byte[32]);
        await using var store = new InMemoryStore();
        var channel = new TelegramChannel(api, options);
        using var storm = new Storm(store, vault, channel);
        for (var chat = 1_000L; chat < 1_000 + People; chat++)
        {
            await storm.Offer(new ChannelAddress(channel.Name, channel.Account, $"{chat}"), AtOnce);
        }

        await storm.Blow(proxy);

        return storm.CheckOnlyUnansweredCameTwice(proxy, user => fake.MessagesTo(long.Parse(user)).Select(message => message.Text!));
    }
}
