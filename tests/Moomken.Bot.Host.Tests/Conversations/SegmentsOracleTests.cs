using System.Text.Json.Nodes;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Host.Tests.Channels.Telegram;
using Xunit;

namespace Moomken.Bot.Host.Tests.Conversations;

/// <summary>Whoever counts less than the operator does promises two parts and pays for three.</summary>
public sealed class SegmentsOracleTests
{
    [Fact]
    public async Task Every_text_that_we_send_is_counted_as_twilios_own_calculator_counts_it()
    {
        string[] texts = [.. TranscriptFiles.Names.Select(TranscriptFiles.Read).SelectMany(transcript => transcript.Steps).SelectMany(step => step.Bot).Distinct()];
        var folder = Path.Combine(NodeProgram.Checkout(), "tests", "node", "twilio");
        await NodeProgram.Install(folder, "sms-segments-calculator");
        await using var calculator = NodeProgram.Start(folder, "segments.mjs");

        await calculator.Say(new JsonObject { ["texts"] = new JsonArray([.. texts.Select(text => JsonValue.Create(text))]) });
        var theirs = (await calculator.Next("counts"))["counts"]!.AsArray().Select(count => (int)count!).ToList();

        Assert.InRange(texts.Length, 1_000, 100_000);
        Assert.Equal(texts.Length, theirs.Count);
        Assert.Empty(texts.Zip(theirs).Where(counted => SmsSegments.Count(counted.First).Segments != counted.Second).Select(counted => $"{counted.Second} parts, not {SmsSegments.Count(counted.First).Segments}: {counted.First}"));
    }
}
