using Moomken.Bot.Host.Telemetry;
using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Host.Tests.Telemetry;

public class MeasuredChannelTests
{
    /// <summary>A member with a default that is not passed on would make every channel one that cannot be asked, without a word.</summary>
    [Fact]
    public void Everything_that_a_channel_says_of_itself_is_passed_on() =>
        Assert.All(typeof(MeasuredChannel).GetInterfaceMap(typeof(IChannel)).TargetMethods, method => Assert.Equal(typeof(MeasuredChannel), method.DeclaringType));

    [Fact]
    public void Every_kind_of_result_has_a_word_of_its_own()
    {
        SendResult[] all =
        [
            new SendResult.Sent(null), new SendResult.Throttled(TimeSpan.Zero, false), new SendResult.Failed("r", true), new SendResult.Failed("r", false),
            new SendResult.RecipientGone("r"), new SendResult.RecipientMoved("u"), new SendResult.Held("r"), new SendResult.Unknown("r"),
        ];
        Assert.Equal(typeof(SendResult).GetNestedTypes().Length, all.Select(result => result.GetType()).Distinct().Count());
        Assert.Equal(["sent", "throttled", "failed_for_now", "failed", "recipient_gone", "recipient_moved", "held", "unknown"], all.Select(MeasuredChannel.NameOf));
    }
}
