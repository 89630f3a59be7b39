using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Moomken.Bot.Host.Commands;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Host.Tests.Storage;
using Moomken.Bot.Host.Tests.Storage.Postgres;
using Moomken.Bot.Incidents;
using Xunit;

namespace Moomken.Bot.Host.Tests.Commands;

/// <summary>What a script that runs <c>move</c> is told: try again, call somebody, or done.</summary>
public sealed class MoveCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_database_that_does_not_answer_is_worth_another_try()
    {
        await Fill();
        var (exit, said) = await Run("Host=127.0.0.1;Port=1;Database=moomken;Username=moomken;Password=secret");

        Assert.Equal(ServeCommand.NoStoreYet, exit);
        Assert.Contains("Not moved: The database moomken on 127.0.0.1:1 cannot be reached", said, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_there_or_not_empty_needs_a_person()
    {
        await Fill();
        var (missing, why) = await Run((await TestCluster.Get()).To("nowhere"));
        var database = await (await TestCluster.Get()).NewDatabase();
        using (var vault = KeyFile.Open(folder.Path))
        await using (var store = PostgresStore.Open(new PostgresOptions { ConnectionString = database }, vault, TimeProvider.System))
        {
            await store.WriteAsync(transaction => Put(transaction), TestContext.Current.CancellationToken);
        }

        var (filled, whyNot) = await Run(database);

        Assert.Equal((ServeCommand.NoStore, ServeCommand.NoStore), (missing, filled));
        Assert.Contains("There is no database nowhere", why, StringComparison.Ordinal);
        Assert.Contains("has documents already", whyNot, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Done_is_done_and_without_settings_nothing_is_begun()
    {
        await Fill();
        var (unset, faults) = await Run(connection: null);
        var (done, said) = await Run(await (await TestCluster.Get()).NewDatabase());

        Assert.Equal(ServeCommand.WrongConfiguration, unset);
        Assert.Contains("Storage__Provider is not Postgres", faults, StringComparison.Ordinal);
        Assert.Equal(0, done);
        Assert.Contains("each document was read from both sides and is the same", said, StringComparison.Ordinal);
    }

    private async Task Fill()
    {
        using var vault = KeyFile.Open(folder.Path);
        await using var store = LiteDbStore.Open(new LiteDbStoreOptions { DataDirectory = folder.Path }, vault, TimeProvider.System);
        await store.WriteAsync(transaction => Put(transaction), TestContext.Current.CancellationToken);
    }

    private static bool Put(Bot.Storage.IStoreTransaction transaction)
    {
        transaction.Put(TakenCode.Documents, new TakenCode("00000001"));
        return true;
    }

    private async Task<(int Exit, string Said)> Run(string? connection)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Moomken:DataDirectory"] = folder.Path,
            ["Storage:Provider"] = connection is null ? null : "Postgres",
            ["Storage:ConnectionString"] = connection,
        }).Build();
        using var output = new StringWriter();
        var exit = await MoveCommand.Create(() => settings, TimeProvider.System).Parse([]).InvokeAsync(new InvocationConfiguration { Output = output, Error = output }, TestContext.Current.CancellationToken);
        return (exit, output.ToString());
    }
}
