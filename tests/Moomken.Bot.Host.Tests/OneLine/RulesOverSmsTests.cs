using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Tests.OneLine;
using Xunit;

namespace Moomken.Bot.Host.Tests.OneLine;

/// <summary>
/// Every row of the table of inputs on which other systems corrupt, refuse or double a report, as a message of a phone: through
/// the whole service, to the reply that the phone shows and what it costs.
/// </summary>
public sealed class RulesOverSmsTests
{
    private const int MostUnits = 134;

    public static TheoryData<int, string> Rows => LineVectors.Rows;

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_message_is_taken_as_it_must_be_and_its_reply_fits_two_segments(int index, string row)
    {
        var vector = LineVectors.All[index];
        await using var world = await ChecklistWorld.StartWithSamplesAsync();
        if (vector.Case is { } code)
        {
            world.Records.Seed(code, "me");
        }

        var reply = await world.SayAsync(vector.Input);

        Assert.All(vector.Reply, part => Assert.Contains(part, reply, StringComparison.Ordinal));
        Assert.Matches("\\(R\\d\\d\\)$", reply);
        Assert.Equal(vector.Saved.OrderBy(saved => saved.Key), world.Records.Told.Where(told => vector.Saved.ContainsKey(told.Key)).OrderBy(told => told.Key));
        Assert.DoesNotContain(world.Records.Told.Keys, key => vector.Wrong.ContainsKey(key));
        Assert.Equal(vector.Wrong.Count + (vector.Unknown.Count > 0 ? 1 : 0), reply.Split('\n').Count(line => line.StartsWith('✗')));
        Assert.True(SmsSegments.Count(reply).Segments <= 2 && reply.Length <= MostUnits, $"{row}: {reply.Length} units\n{reply}");
    }
}
