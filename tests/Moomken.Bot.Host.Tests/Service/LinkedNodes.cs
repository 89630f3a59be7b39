using Moomken.Bot.Fakes.Twilio;
using Moomken.Bot.Host.Channels.Telegram;
using Moomken.Bot.Host.Channels.Twilio;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.People;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>Two processes on one PostgreSQL: whoever writes by Telegram reaches the first, whoever writes by SMS the second.</summary>
public sealed class LinkedNodes : IAsyncLifetime
{
    private TelegramNodes? nodes;
    private FakeTwilio? twilio;

    internal TelegramNodes Nodes => nodes!;

    internal FakeTwilio Twilio => twilio!;

    internal ServiceProcess First => Nodes.Processes[0];

    internal ServiceProcess Second => Nodes.Processes[1];

    public async ValueTask InitializeAsync()
    {
        nodes = await TelegramNodes.Make(2);
        twilio = await FakeTwilio.Start();
        twilio.Patience = ServiceProcess.Patience;
        foreach (var process in nodes.Processes)
        {
            process.Set("Twilio__AccountSid", twilio.Account);
            process.Set("Twilio__AuthToken", twilio.Token);
            process.Set("Twilio__ApiBaseUrl", twilio.BaseUrl);
            process.Set("Twilio__SmsFrom", twilio.SmsNumber);
            process.Set("Rates__TwilioSmsPartsPerSecond", "100000");
            process.Set("Rates__TwilioSmsPerPersonPerSecond", "100000");
        }

        await First.Start();
        await Second.Start();
        Apart();
    }

    /// <summary>Telegram through the first node, SMS through the second.</summary>
    public void Apart()
    {
        Nodes.Route(First);
        Twilio.Connect(Nodes.PublicUrl, Second.Address);
    }

    /// <summary>The other way round: what is said again reaches a node that has not seen it.</summary>
    public void Crossed()
    {
        Nodes.Route(Second);
        Twilio.Connect(Nodes.PublicUrl, First.Address);
    }

    /// <summary>Reads or writes as a third node would. The ids of somebody's conversations: on Telegram, and on the phone.</summary>
    internal async Task<T> Beside<T>(Func<IStore, Func<TwoChannelPerson, string[]>, Task<T>> use)
    {
        using var vault = KeyFile.Open(Nodes.DataFolder);
        await using var store = PostgresStore.Open(new PostgresOptions { ConnectionString = Nodes.Database }, vault, TimeProvider.System);
        var ids = IdSource.System(TimeProvider.System);
        var book = new AddressBook(vault, new PersonSeal(vault, ids), ids);
        var bot = Nodes.Fake.Token.Split(':')[0];
        return await use(store, person =>
        [
            book.ConversationId(new(TelegramChannel.ChannelName, bot, $"{person.Chat}")),
            book.ConversationId(new(TwilioLine.SmsName, Twilio.SmsNumber, person.Phone)),
        ]);
    }

    public async ValueTask DisposeAsync()
    {
        await nodes!.DisposeAsync();
        await twilio!.DisposeAsync();
    }
}
