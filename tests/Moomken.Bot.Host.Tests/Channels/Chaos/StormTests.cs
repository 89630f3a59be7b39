using Moomken.Bot.Host.Tests.Channels.BotFramework;
using Moomken.Bot.Host.Tests.Channels.Kannel;
using Moomken.Bot.Host.Tests.Channels.Telegram;
using Moomken.Bot.Host.Tests.Channels.Twilio;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Chaos;

/// <summary>A minute of bad network between us and each provider. All four blow at once: one after the other they would be four minutes of waiting.</summary>
public sealed class StormTests(StormTests.All storms, ITestOutputHelper output) : IClassFixture<StormTests.All>
{
    [Fact]
    public async Task Telegram_gets_all_and_twice_only_what_it_did_not_answer() => output.WriteLine(await storms.Telegram);

    [Fact]
    public async Task Twilio_gets_all_and_nothing_twice() => output.WriteLine(await storms.Twilio);

    [Fact]
    public async Task Kannel_gets_all_and_nothing_twice() => output.WriteLine(await storms.Kannel);

    [Fact]
    public async Task The_connector_gets_all_and_twice_only_what_it_did_not_answer() => output.WriteLine(await storms.BotFramework);

    /// <summary>What each of them has to tell when it is over; a failure is that storm's own.</summary>
    public sealed class All
    {
        public Task<string> Telegram { get; } = Task.Run(TelegramStorm.Blow);

        public Task<string> Twilio { get; } = Task.Run(TwilioStorm.Blow);

        public Task<string> Kannel { get; } = Task.Run(KannelStorm.Blow);

        public Task<string> BotFramework { get; } = Task.Run(BotFrameworkStorm.Blow);
    }
}
