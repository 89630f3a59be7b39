using System.Text.RegularExpressions;
using Moomken.Bot.Host.Channels;
using Moomken.Bot.Host.Telemetry;
using Moomken.Bot.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels;

public sealed partial class ChannelCountersTests
{
    [Fact]
    public void All_that_channels_count_stands_on_the_page_under_its_name_and_with_its_words()
    {
        using var counters = new ChannelCounters(TimeProvider.System);
        using var page = new MetricsPage();
        using var provider = Sdk.CreateMeterProviderBuilder().AddMeter(BotMeter.Name).AddReader(new BaseExportingMetricReader(page)).Build();
        const string channel = "one_that_only_this_test_has";
        counters.Posted(channel, "dead_letter");
        counters.Refused(channel, "secret");
        counters.Reported(channel, "delivered");
        counters.Courtesy(channel, "full");
        counters.Parts(channel, "ucs2", 3);
        counters.ButtonsAsText(channel);

        var text = page.Read();
        foreach (var line in new[]
        {
            $"moomken_channel_posted_total{{channel=\"{channel}\",outcome=\"dead_letter\"}} 1",
            $"moomken_channel_refused_total{{channel=\"{channel}\",reason=\"secret\"}} 1",
            $"moomken_channel_reports_total{{channel=\"{channel}\",state=\"delivered\"}} 1",
            $"moomken_channel_courtesies_total{{channel=\"{channel}\",outcome=\"full\"}} 1",
            $"moomken_channel_sms_parts_total{{alphabet=\"ucs2\",channel=\"{channel}\"}} 3",
            $"moomken_channel_buttons_as_text_total{{channel=\"{channel}\"}} 1",
        })
        {
            Assert.Contains(line, Sorted(text));
        }
    }

    [Fact]
    public void A_word_that_is_in_no_list_never_becomes_a_tag()
    {
        using var counters = new ChannelCounters(TimeProvider.System);
        using var counts = new ChannelCounts(counters);
        counters.Posted("kannel", "+218911234567");
        counters.Refused("kannel", "كلمة");
        counters.Parts("kannel", "", 2);

        Assert.Equal((1, 1, 2), (counts["posted/kannel/other"], counts["refused/kannel/other"], counts["sms.parts/kannel/other"]));
    }

    /// <summary>The page gives tags as they were recorded; their order is not promised.</summary>
    private static List<string> Sorted(string page) =>
        [.. page.Split('\n').Select(line => Tags().Replace(line, tags => "{" + string.Join(',', tags.Groups[1].Value.Split(',').Order(StringComparer.Ordinal)) + "}"))];

    [GeneratedRegex(@"\{(.*)\}")]
    private static partial Regex Tags();
}
