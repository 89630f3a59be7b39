using Moomken.Bot.Host.Workers;
using Xunit;

namespace Moomken.Bot.Host.Tests.Workers;

public class QuietMemoryTests
{
    private int collections;
    private int given;

    [Fact]
    public async Task After_a_burst_memory_is_given_back_once_and_not_while_people_write()
    {
        var memory = new QuietMemory(() => collections, () => given++);

        await Round(memory, after: 50);
        await Round(memory, after: 50);
        Assert.Equal(0, given);

        await Round(memory, after: 0);
        Assert.Equal(1, given);

        await Round(memory, after: 0);
        await Round(memory, after: 1);
        Assert.Equal(1, given);
    }

    [Fact]
    public async Task A_little_traffic_is_no_burst()
    {
        var memory = new QuietMemory(() => collections, () => given++);
        for (var round = 0; round < 15; round++)
        {
            await Round(memory, after: 1);
        }

        Assert.Equal(0, given);
    }

    private Task Round(QuietMemory memory, int after)
    {
        collections += after;
        return memory.RunOnceAsync(TestContext.Current.CancellationToken);
    }
}
