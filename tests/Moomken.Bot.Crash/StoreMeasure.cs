using System.Diagnostics;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Crash;

/// <summary>Durable writes of one conversation each, over 10 000 conversations, beside the bare disk.</summary>
public static class StoreMeasure
{
    /// <summary>What a store says of itself around a measurement; LiteDB has more.</summary>
    private sealed record Counted(Func<long> Commits, Func<string> Rest);

    public static async Task<int> RunPostgres(string connectionString)
    {
        using var vault = new Sealing.Vault(new Dictionary<byte, byte[]> { [1] = new byte[32] }, new byte[32]);
        await using var store = PostgresStore.Open(new PostgresOptions { ConnectionString = connectionString }, vault, TimeProvider.System);
        var counted = new Counted(
            () => store.Counters.Commits,
            () => $"conflicts {store.Counters.Conflicts}  round trips/commit {store.Counters.Questions / (double)Math.Max(1, store.Counters.Commits):0.00}");
        await Fill(store);
        foreach (var inFlight in (int[])[1, 64, 1, 64, 256])
        {
            await Measure(store, inFlight, counted);
        }

        await Prune(store);
        return 0;
    }

    private const int Talks = 10_000;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(3);

    public static async Task<int> Run(string folder)
    {
        Directory.CreateDirectory(folder);
        using var vault = KeyFile.Open(folder);
        await using var store = LiteDbStore.Open(new LiteDbStoreOptions { DataDirectory = folder }, vault, TimeProvider.System);
        var (fsyncs, commits) = (store.Counters.Fsyncs, store.Counters.Commits);
        var counted = new Counted(
            () => store.Counters.Commits,
            () => $"fsyncs/commit {(store.Counters.Fsyncs - fsyncs) / (double)Math.Max(1, store.Counters.Commits - commits):0.000}  log pages {store.Counters.LogPages}");
        await Fill(store);
        foreach (var inFlight in (int[])[1, 64, 1, 64, 256])
        {
            Console.WriteLine($"bare append + fsync      {Bare(folder),10:n0}/s");
            await Measure(store, inFlight, counted);
        }

        await Prune(store);
        return 0;
    }

    // How long the slices hold the owner thread in which old documents are thrown away.
    private static async Task Prune(IStore store)
    {
        var times = new List<double>();
        for (var left = 500; left == 500;)
        {
            var watch = Stopwatch.StartNew();
            left = await store.WriteAsync(transaction =>
            {
                var talks = transaction.Scan(Talk.Documents, 500);
                foreach (var talk in talks)
                {
                    transaction.Delete(Talk.Documents, talk.Id);
                }

                return talks.Count;
            });
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine($"scan and delete 500      p50 {times[times.Count / 2]:0.0} ms  max {times[^1]:0.0} ms");
    }

    private static async Task Fill(IStore store)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Talks),
            new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (i, cancellation) => await store.WriteAsync(
                Id(i),
                transaction =>
                {
                    transaction.Put(Talk.Documents, New(i, 0));
                    return true;
                },
                cancellation));
        Console.WriteLine($"fill                     {Talks / watch.Elapsed.TotalSeconds,10:n0}/s");
    }

    private static async Task Measure(IStore store, int inFlight, Counted counted)
    {
        var (commits, works) = (counted.Commits(), 0L);
        var times = new List<double>[inFlight];
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var allocated = GC.GetTotalAllocatedBytes();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(worker => Task.Run(async () =>
        {
            var random = new Random(worker);
            var own = times[worker] = [];
            while (watch.Elapsed < Span)
            {
                var id = random.Next(Talks);
                var start = Stopwatch.GetTimestamp();
                await store.WriteAsync(Id(id), transaction =>
                {
                    var talk = transaction.Get(Talk.Documents, Id(id))!;
                    transaction.Put(Talk.Documents, talk with { Turn = talk.Turn + 1, State = "incident.where" });
                    return true;
                });
                own.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                Interlocked.Increment(ref works);
            }
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        var all = times.SelectMany(own => own).Order().ToArray();
        commits = counted.Commits() - commits;
        Console.WriteLine(
            $"store, {inFlight,3} in flight     {works / seconds,10:n0}/s  p50 {all[all.Length / 2]:0.00} ms  p99 {all[all.Length * 99 / 100]:0.0} ms  max {all[^1]:0} ms  "
            + $"works/commit {works / (double)commits:0.0}  {counted.Rest()}  "
            + $"CPU {(Process.GetCurrentProcess().TotalProcessorTime - processor).TotalMicroseconds / works:0} µs/work  {(GC.GetTotalAllocatedBytes() - allocated) / works / 1024:n0} KB/work");
    }

    private static double Bare(string folder)
    {
        var path = Path.Combine(folder, "bare");
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, options: FileOptions.DeleteOnClose);
        var block = new byte[4096];
        var watch = Stopwatch.StartNew();
        var written = 0;
        for (; watch.Elapsed < TimeSpan.FromSeconds(1); written++)
        {
            RandomAccess.Write(file, block, (long)written * block.Length);
            RandomAccess.FlushToDisk(file);
        }

        return written / watch.Elapsed.TotalSeconds;
    }

    private static string Id(int number) => $"telegram-{number:00000000}";

    private static Talk New(int number, long turn) => new(
        Id(number),
        turn,
        "incident.what",
        [.. Enumerable.Range(0, 16).Select(i => $"{number}{i:00}")],
        new Dictionary<string, string>
        {
            ["safe"] = "yes",
            ["category"] = "VIO",
            ["where"] = "مدرسة الفجر الجديد، طرابلس المركز، المحطة رقم ٣",
            ["what"] = string.Concat(Enumerable.Repeat("شاهدتُ مشاجرة أمام باب المركز قبل الإغلاق. ", 6)),
        },
        ["اكتب ما حدث بكلماتك، أو أرسل رسالة صوتية أو صورة. ٣ من ٧"]);
}
