using Moomken.Bot.Storage;

namespace Moomken.Bot.Places;

/// <summary>Takes what was imported into the service that runs: at its start, and soon after an import, here or on another node.</summary>
public sealed class ImportedPlaces(IStore store, Gazetteer places)
{
    /// <summary>One read of the owner thread: milliseconds.</summary>
    private const int Page = 200;

    /// <summary>Reads all places again when an import came since; else it costs one small read.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        var edition = await store.ReadAsync(reader => reader.Get(PlaceEdition.Documents, PlaceEdition.Id)?.Number ?? 0, cancellation);
        if (edition != places.Edition)
        {
            places.Exchange(await ReadAllAsync(store, cancellation), edition);
        }
    }

    internal static async Task<IReadOnlyList<Place>> ReadAllAsync(IStore store, CancellationToken cancellation)
    {
        var all = new List<Place>();
        IReadOnlyList<Place> page;
        do
        {
            var after = all.Count == 0 ? null : all[^1].Id;
            page = await store.ReadAsync(reader => reader.Scan(Place.Documents, Page, after), cancellation);
            all.AddRange(page);
        }
        while (page.Count == Page);

        return all;
    }
}
