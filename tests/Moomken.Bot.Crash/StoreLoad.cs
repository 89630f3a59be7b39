using System.Globalization;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Crash;

/// <summary>
/// Works of four documents in three lanes at once. A line <c>lane number</c> on standard output means that the store
/// has acknowledged that work; whoever kills this program checks that all of them are still there.
/// </summary>
public static class StoreLoad
{
    public const int Lanes = 3;

    /// <summary>Entries of a lane that are there; each work deletes the one that is so far behind.</summary>
    public const int Kept = 100;

    /// <summary>Small numbers, so that rounds of a second or two are often cut off in a checkpoint.</summary>
    public static LiteDbStoreOptions Options(string folder) => new()
    {
        DataDirectory = folder,
        CheckpointPages = 40,
        CheckpointHardCap = 300,
        CachedDocuments = 50,
    };

    public static string EntryId(int lane, long number) => $"{number:000000000}-{lane}";

    public static async Task<int> Run(string folder)
    {
        using var vault = KeyFile.Open(folder);
        await using var store = LiteDbStore.Open(Options(folder), vault, TimeProvider.System);
        var output = Console.OpenStandardOutput();
        var gate = new Lock();
        LeaveWithStarter();
        Print("ready");
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(() => Write(lane))));
        return 0;

        async Task Write(int lane)
        {
            while (true)
            {
                var number = await store.WriteAsync(transaction => Step(transaction, lane));
                Print(string.Create(CultureInfo.InvariantCulture, $"{lane} {number}"));
            }
        }

        void Print(string line)
        {
            lock (gate)
            {
                output.Write(System.Text.Encoding.ASCII.GetBytes(line + "\n"));
            }
        }
    }

    // A test run that is itself killed closes our input; without this the load would go on and fill the disk.
    private static void LeaveWithStarter() => _ = Task.Run(() =>
    {
        Console.In.ReadToEnd();
        Environment.Exit(3);
    });

    /// <summary>One work of a lane; gives its number, from 1 without a gap.</summary>
    public static long Step(IStoreTransaction transaction, int lane)
    {
        var number = (transaction.Get(Tally.Documents, $"{lane}")?.Number ?? 0) + 1;
        transaction.Put(Tally.Documents, new Tally($"{lane}", number));
        transaction.Put(Tally.Documents, new Tally($"{lane} shadow", number));
        transaction.Put(Entry.Documents, new Entry(EntryId(lane, number), $"{lane}", number, new string('ش', (int)(number % 700))));

        transaction.Delete(Entry.Documents, EntryId(lane, number - Kept));
        return number;
    }
}
