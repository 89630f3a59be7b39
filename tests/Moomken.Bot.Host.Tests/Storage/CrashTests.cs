using System.Diagnostics;
using System.Globalization;
using Moomken.Bot.Crash;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.LiteDb;
using Xunit;

namespace Moomken.Bot.Host.Tests.Storage;

/// <summary>
/// A process under load is killed with -9, again and again on one growing file. <c>MOOMKEN_CRASH_ROUNDS</c> sets how
/// often; 20 rounds take half a minute or less.
/// </summary>
public class CrashTests
{
    [Fact]
    public async Task Killed_at_any_moment_it_has_all_it_acknowledged_and_nothing_in_part()
    {
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("MOOMKEN_CRASH_ROUNDS"), CultureInfo.InvariantCulture, out var set) ? set : 20;
        var random = new Random(17);
        using var folder = new TemporaryFolder();
        var last = new long[StoreLoad.Lanes];
        for (var round = 0; round < rounds; round++)
        {
            var acknowledged = await LoadUntilKilled(folder.Path, TimeSpan.FromMilliseconds(random.Next(1, 500)));
            for (var lane = 0; lane < StoreLoad.Lanes; lane++)
            {
                // Versions and numbers go on from where the last round ended, never back.
                last[lane] = Math.Max(last[lane], acknowledged[lane]);
            }

            using var vault = KeyFile.Open(folder.Path);
            await using var store = LiteDbStore.Open(StoreLoad.Options(folder.Path), vault, TimeProvider.System);
            last = await LoadCheck.Check(store, last);
        }

        Assert.All(last, number => Assert.True(number > rounds, "the load did hardly anything"));
    }

    private static async Task<long[]> LoadUntilKilled(string folder, TimeSpan after)
    {
        using var program = Process.Start(new ProcessStartInfo("dotnet", [typeof(StoreLoad).Assembly.Location, "store", folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = program.StandardError.ReadToEndAsync();
        var acknowledged = new long[StoreLoad.Lanes];
        if (await program.StandardOutput.ReadLineAsync() != "ready")
        {
            program.Kill();
            Assert.Fail($"The load did not start: {await errors}");
        }

        using var timer = TimeProvider.System.CreateTimer(_ => program.Kill(), null, after, Timeout.InfiniteTimeSpan);
        while (await program.StandardOutput.ReadLineAsync() is { } line)
        {
            Note(line, acknowledged);
        }

        await program.WaitForExitAsync();
        Assert.Equal("", await errors);
        return acknowledged;
    }

    // The last line may have been cut off by the kill: then its number is not above the one before it.
    private static void Note(string line, long[] acknowledged)
    {
        var parts = line.Split(' ');
        if (parts.Length == 2 && int.TryParse(parts[0], out var lane) && long.TryParse(parts[1], out var number))
        {
            acknowledged[lane] = Math.Max(acknowledged[lane], number);
        }
    }
}
