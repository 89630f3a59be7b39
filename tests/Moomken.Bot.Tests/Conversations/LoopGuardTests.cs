using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;
using Moomken.Bot.People;
using Moomken.Bot.Telemetry;
using Moomken.Bot.Tests.Dialogs.Support;
using Xunit;

namespace Moomken.Bot.Tests.Conversations;

public class LoopGuardTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("sms", "10030", "10020", true, LoopKind.Machine)]
    [InlineData("sms", "10030", "1441", true, LoopKind.Machine)]
    [InlineData("sms", "10030", "10030", true, LoopKind.Ourselves)]
    [InlineData("sms", "+218910000000", "218910000000", true, LoopKind.Ourselves)]
    [InlineData("sms", "10030", "Libyana", true, LoopKind.Machine)]
    [InlineData("sms", "10030", "+218912345678", false)]
    [InlineData("sms", "10030", "0912345678", false)]
    [InlineData("sms", "10030", "8821612345678", false)]
    [InlineData("sms", "terminal", "me", false)]
    [InlineData("telegram", "7654321", "12345", false)]
    public void A_machine_is_known_by_its_address(string channel, string account, string user, bool machine, LoopKind? kind = null)
    {
        var address = new ChannelAddress(channel, account, user);
        var person = new Person { Id = "p", Pseudonym = "x", SealedKey = [], CreatedAt = Now };
        var conversation = new Bot.Conversations.Conversation { Id = "c", PersonId = "p", Channel = channel, Account = account, SealedUser = "", LastAt = Now };
        var turn = new ConversationTurn(null!, Shipped.Library, conversation, person, address, Now);

        Assert.Equal(machine, LoopGuard.IsLoop(turn, new InboundMessage { From = address, MessageId = "1", At = Now, Text = "INC C 1" }));
        Assert.Equal(kind, turn.Guarded);
    }
}
