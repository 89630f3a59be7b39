using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Storage;

/// <summary>LiteDB with a cache far too small does what memory does, over random works and reopenings.</summary>
public class LiteDbModelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task It_agrees_with_memory(int seed)
    {
        var disk = new SimulatedDisk(new Random(seed));
        using var vault = TestVault.New();
        var options = new LiteDbStoreOptions { DataDirectory = "unused", CachedDocuments = 4, JournalBytes = 2_000, CheckpointPages = 25 };
        await using var memory = new InMemoryStore();
        for (var opening = 0; opening < 4; opening++)
        {
            await using var lite = LiteDbStore.Open(options, vault, TimeProvider.System, disk);
            for (var i = 0; i < 120; i++)
            {
                var works = Enumerable.Range(0, 3).Select(n => (seed * 1_000_000) + (opening * 10_000) + (i * 10) + n).ToList();
                var expected = new List<string>();
                foreach (var work in works)
                {
                    expected.Add(await Outcome(memory, work));
                }

                Assert.Equal(expected, await Task.WhenAll(works.ConvertAll(work => Outcome(lite, work))));
            }
        }
    }

    private static async Task<string> Outcome(IStore store, int seed)
    {
        try
        {
            return await store.WriteAsync(transaction => Work(transaction, new Random(seed)));
        }
        catch (Exception error) when (error is StoreConflictException or FormatException)
        {
            return error.GetType().Name;
        }
    }

    private static string Work(IStoreTransaction transaction, Random random)
    {
        var seen = new List<string>();
        for (var step = random.Next(1, 6); step > 0; step--)
        {
            var id = $"{(char)('a' + random.Next(12))}";
            var place = random.Next(4) == 0 ? null : $"مكان {random.Next(3)}";
            switch (random.Next(10))
            {
                case < 4:
                    transaction.Put(Note.Documents, new Note(id, $"{random.Next(1_000)}", place), random.Next(8) == 0 ? random.Next(3) : null);
                    break;
                case 4:
                    transaction.Delete(Note.Documents, id);
                    break;
                case 5:
                    seen.Add($"{transaction.Get(Note.Documents, id)} {transaction.Version(Note.Documents, id)}");
                    break;
                case 6:
                    seen.AddRange(transaction.Scan(Note.Documents, random.Next(1, 20), random.Next(2) == 0 ? id : null).Select(note => $"{note}"));
                    break;
                case 7 or 8:
                    seen.AddRange(transaction.Find(Note.Documents, "place", $"مكان {random.Next(3)}", random.Next(1, 20), random.Next(2) == 0 ? id : null).Select(note => $"{note}"));
                    break;
                default:
                    if (random.Next(6) == 0)
                    {
                        throw new FormatException();
                    }

                    break;
            }
        }

        return string.Join('\n', seen);
    }
}
