using Moomken.Bot.Host.Content;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Telemetry;
using Moomken.Bot.Places;

namespace Moomken.Bot.Host;

/// <summary>
/// What the service is put together from: settings, content and channels, read once. The service and the commands that open
/// its data take the same two steps, so that neither can forget a part: <see cref="Read"/>, and with the storage open
/// <see cref="AddAsync"/>.
/// </summary>
internal sealed record ServiceParts(MoomkenOptions Options, StorageOptions Storage, RatesOptions Rates, BotContent Content, ChannelList Channels)
{
    /// <summary>Opens nothing and starts nothing; the channels that are on are registered in <paramref name="services"/>.</summary>
    public static ServiceParts Read(IServiceCollection services, IConfiguration configuration)
    {
        var options = MoomkenOptions.Read(configuration);
        var content = BotContent.Read(options);
        var channels = services.AddChannels(configuration, content, options);
        return new ServiceParts(options, StorageOptions.Read(configuration), RatesOptions.Read(configuration), content, channels);
    }

    /// <summary>Everything that is wrong, one readable line each: what a start refuses, and what <c>check</c> and <c>doctor</c> show.</summary>
    public IReadOnlyList<string> Faults(IConfiguration configuration) =>
    [
        .. UnknownSettings.In(configuration), .. ListeningAddresses.Faults(configuration), .. Options.Faults(Channels.On), .. Storage.Faults(), .. Rates.Unreadable,
        .. TelemetryOptions.Read(configuration).Faults, .. Channels.Faults, .. Content.Faults,
    ];

    /// <summary>Places that were imported lie in the store and are known from the start.</summary>
    public async Task AddAsync(IServiceCollection services, OpenStorage storage, CancellationToken cancellation)
    {
        await new ImportedPlaces(storage.Store, Content.Places).RefreshAsync(cancellation);
        services.AddSingleton(Rates.Table());
        services.AddStorage(storage).AddBot(Options, Storage, Content);
    }
}
