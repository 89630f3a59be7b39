using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Moomken.Bot.Host.Channels;

namespace Moomken.Bot.Host.Tests.Channels;

/// <summary>What one channel under test has counted. Tests run side by side, each with counters of its own under the same names.</summary>
internal sealed class ChannelCounts : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<string, long> counts = new();

    /// <param name="counters">Null for a channel that is off.</param>
    public ChannelCounts(ChannelCounters? counters)
    {
        listener.InstrumentPublished = (instrument, meters) =>
        {
            if (counters?.IsMine(instrument) == true)
            {
                meters.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var key = string.Join('/', tags.ToArray().Select(tag => $"{tag.Value}").Prepend(instrument.Name["moomken.channel.".Length..]));
            counts.AddOrUpdate(key, value, (_, old) => old + value);
        });
        listener.Start();
    }

    /// <summary>By instrument, channel and word: <c>posted/kannel/received</c>. 0 for what was never counted.</summary>
    public long this[string key] => counts.GetValueOrDefault(key);

    public void Dispose() => listener.Dispose();
}
