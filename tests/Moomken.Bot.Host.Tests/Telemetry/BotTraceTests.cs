using System.Collections.Concurrent;
using System.Diagnostics;
using Moomken.Bot.Host.Tests.Conversations;
using Moomken.Bot.Telemetry;
using Xunit;

namespace Moomken.Bot.Host.Tests.Telemetry;

public class BotTraceTests
{
    [Fact]
    public async Task What_a_turn_says_is_sent_under_its_span()
    {
        using var root = new Activity("test").Start();
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == BotTrace.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span => spans.Enqueue(span),
        };
        ActivitySource.AddActivityListener(listener);
        await using var service = PlayedWorld.Start("telegram", seed: 1);

        await service.SendAsync(service.From(PlayedWorld.Me) with { Text = "/start" });

        // Other tests run beside this one.
        var ours = spans.Where(span => span.TraceId == root.TraceId).ToList();
        var turn = Assert.Single(ours, span => span.OperationName == "turn");
        Assert.Equal("taken", turn.GetTagItem("outcome"));
        var sends = ours.Where(span => span.OperationName == "send").ToList();
        Assert.NotEmpty(sends);
        Assert.All(sends, send => Assert.Equal(turn.SpanId, send.ParentSpanId));
        Assert.All(sends, send => Assert.Equal("sent", send.GetTagItem("result")));
    }
}
