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
}
