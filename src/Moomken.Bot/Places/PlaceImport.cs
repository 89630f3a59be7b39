using System.Text.Json;
using Moomken.Bot.Imports;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Places;

/// <summary>
/// <c>import places</c>: centres and stations from a table into the store. The same file again changes nothing; a place that
/// is no longer in the file stays. A running service takes them with <see cref="ImportedPlaces"/>.
/// </summary>
public sealed class PlaceImport(Gazetteer places)
{
    /// <summary>Documents of one transaction: more would keep everybody else waiting for longer than they notice.</summary>
    private const int Slice = 100;

    /// <summary>Writes nothing when the file has any fault, or when <paramref name="dryRun"/> is set.</summary>
    public async Task<ImportTally> RunAsync(IStore store, byte[] file, bool dryRun, CancellationToken cancellation)
    {
        await new ImportedPlaces(store, places).RefreshAsync(cancellation);
        var table = ImportTable.Read(file, PlaceColumns.All);
        var read = PlaceSheet.Read(table, places);
        if (table.Faults.Count > 0)
        {
            return ImportTally.Refused(table.Faults);
        }

        var before = (await ImportedPlaces.ReadAllAsync(store, cancellation)).ToDictionary(place => place.Id, StringComparer.Ordinal);
        var fresh = read.Where(place => !before.ContainsKey(place.Id)).ToList();
        var changed = read.Where(place => before.TryGetValue(place.Id, out var old) && !IsSame(old, place)).ToList();
        var gone = before.Keys.Except(read.Select(place => place.Id)).Count();
        if (!dryRun)
        {
            await WriteAsync(store, [.. fresh, .. changed], cancellation);
        }

        return new ImportTally
        {
            New = fresh.Count,
            Changed = changed.Count,
            Unchanged = read.Length - fresh.Count - changed.Count,
            Notes = [.. Ignored(table), .. gone > 0 ? [$"{gone} imported before and not in this file: they stay. Close one with status \"closed\"."] : Array.Empty<string>()],
        };
    }

    internal static IEnumerable<string> Ignored(ImportTable table) =>
        table.Ignored.Count > 0 ? [$"Columns that are not read: {string.Join(", ", table.Ignored)}."] : [];

    private static bool IsSame(Place old, Place place) =>
        JsonSerializer.Serialize(old, PlaceJson.Default.Place) == JsonSerializer.Serialize(place, PlaceJson.Default.Place);

    private static async Task WriteAsync(IStore store, IReadOnlyList<Place> changed, CancellationToken cancellation)
    {
        foreach (var slice in changed.Chunk(Slice))
        {
            await store.WriteAsync(
                transaction =>
                {
                    Array.ForEach(slice, place => transaction.Put(Place.Documents, place));

                    // Raised with every slice: what a broken-off import has written is read too, and the next one goes on.
                    var edition = transaction.Get(PlaceEdition.Documents, PlaceEdition.Id)?.Number ?? 0;
                    transaction.Put(PlaceEdition.Documents, new PlaceEdition(edition + 1));
                    return true;
                },
                cancellation);
        }
    }
}
