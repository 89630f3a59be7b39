using System.Text.Json;
using Moomken.Bot.Conversations;
using Xunit;

namespace Moomken.Bot.Tests.Conversations;

public class TakenMessagesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Everything_that_a_look_up_could_take_for_another_message_is_known_however_fast_somebody_is_answered()
    {
        var taken = Enumerable.Range(0, 100).Aggregate(TakenMessages.None, (known, n) => known.With($"SM{n}", Noon.AddMilliseconds(n * 100)));

        Assert.Equal(Enumerable.Range(0, 100).Select(n => $"SM{n}"), taken.Ids);
    }

    [Fact]
    public void Of_what_is_long_ago_a_few_are_kept()
    {
        var taken = Enumerable.Range(0, 500).Aggregate(TakenMessages.None, (known, n) => known.With($"SM{n}", Noon.AddMinutes(n)));

        Assert.Equal(12, taken.Ids.Count);
        Assert.Equal("SM499", taken.Ids[^1]);
        Assert.Same(taken, taken.With("SM499", Noon.AddDays(2)).With(null, Noon));
        Assert.InRange(Enumerable.Range(0, 5_000).Aggregate(taken, (known, n) => known.With($"fault {n}", Noon)).Ids.Count, 12, 256);
    }

    [Fact]
    public void Ids_of_before_the_times_were_kept_are_read()
    {
        const string Old = """{"Id":"c","PersonId":"p","Channel":"whatsapp","Account":"1","SealedUser":"s","LastAt":"2026-12-05T09:30:00+00:00","Taken":["SM1","SM2"]}""";

        var read = JsonSerializer.Deserialize(Old, Conversation.Documents.Json)!;
        var again = JsonSerializer.Deserialize(JsonSerializer.Serialize(read, Conversation.Documents.Json), Conversation.Documents.Json)!;

        Assert.Equal(["SM1", "SM2"], again.TakenLately!.Ids);
        Assert.Equal([0L, 0L], again.TakenLately.Seconds);
    }
}
