using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Moomken.Bot.Host.Commands;
using Moomken.Bot.Host.Operations;
using Moomken.Bot.Storage;
using Moomken.Bot.Tests.Incidents;
using Xunit;

namespace Moomken.Bot.Host.Tests.Commands;

public sealed class ExportCommandTests : IDisposable
{
    /// <summary>What the parser answers to arguments that it does not take.</summary>
    private const int WrongArguments = 1;

    private readonly ExportWorld world = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("moomken-export-");
    private readonly StringWriter output = new();
    private readonly StringWriter errors = new();

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task An_export_lands_in_a_file_whose_name_says_what_it_holds()
    {
        await world.Add();
        await world.Add();

        var exit = await Run("--format", "csv", "--language", "en", "--since", "2026-11-01", "--out", folder.FullName);

        Assert.Equal(Operation.Done, exit);
        var file = folder.GetFiles().Single();
        Assert.Equal("incidents_2026-11-23-1100_since-2026-11-01_en_2-rows.csv", file.Name);
        Assert.Contains($"2 rows (since 2026-11-01, to the end, latest versions, without names) written to {file.FullName}", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_come_with_role_and_reason_and_leave_a_line()
    {
        await world.Add();
        var target = Path.Combine(folder.FullName, "names.json");

        var exit = await Run("--format", "json", "--with-names", "--role", "lead", "--reason", "مراجعة", "--out", target);

        Assert.Equal(Operation.Done, exit);
        Assert.Contains(ExportWorld.Canaries[0], await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("مراجعة", (await world.Audit()).Single().Reason);
    }

    [Fact]
    public async Task Without_the_line_no_byte_is_written()
    {
        await world.Add();
        world.Store.BeforeCommit = () => throw new StoreUnavailableException("The disk is full. Make room and try again.");

        var exit = await Run("--format", "csv", "--with-names", "--role", "lead", "--reason", "why", "--out", folder.FullName);

        Assert.Equal(Operation.Failed, exit);
        Assert.Empty(folder.GetFiles());
        Assert.Contains("The disk is full. Make room", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_wrong_argument_is_named_at_once_and_nothing_is_opened()
    {
        var opened = false;
        var exit = await Run(
            () => opened = true,
            "--format", "pdf", "--language", "fr", "--since", "23/11/2026", "--until", "tomorrow", "--with-names", "--reason", " ", "--out", "/nowhere/at/all/x.csv");

        Assert.Equal(WrongArguments, exit);
        Assert.All(
            [
                "--format is \"pdf\"; it must be one of csv, xlsx, geojson, json.",
                "--language is \"fr\"; it must be ar or en.",
                "--since is \"23/11/2026\"; it must be a day such as 2026-11-23.",
                "--until is \"tomorrow\"; it must be",
                "--with-names needs --role with a text.",
                "--with-names needs --reason with a text.",
                "--out: the folder of /nowhere/at/all/x.csv does not exist",
            ],
            message => Assert.Contains(message, errors.ToString(), StringComparison.Ordinal));
        Assert.False(opened);
    }

    [Theory]
    [InlineData("--format is missing; it must be one of", "--language", "ar")]
    [InlineData("--role is only for --with-names.", "--format", "csv", "--role", "lead")]
    [InlineData("--since 2026-11-24 is after --until 2026-11-23", "--format", "csv", "--since", "2026-11-24", "--until", "2026-11-23")]
    public async Task A_combination_that_makes_no_sense_is_refused(string message, params string[] arguments)
    {
        Assert.Equal(WrongArguments, await Run(arguments));
        Assert.Contains(message, errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_there_already_is_not_overwritten()
    {
        var target = Path.Combine(folder.FullName, "reports.csv");
        await File.WriteAllTextAsync(target, "mine", TestContext.Current.CancellationToken);

        Assert.Equal(WrongArguments, await Run("--format", "csv", "--out", target));
        Assert.Equal("mine", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
        Assert.Contains("is not overwritten", errors.ToString(), StringComparison.Ordinal);
    }

    private Task<int> Run(params string[] arguments) => Run(() => { }, arguments);

    private Task<int> Run(Action opened, params string[] arguments)
    {
        var services = new ServiceCollection()
            .AddSingleton<IStore>(world.Store).AddSingleton(world.Ids).AddSingleton<TimeProvider>(world.Time).AddSingleton(world.Sources)
            .BuildServiceProvider();
        var command = ExportCommand.Create((request, cancellation) =>
        {
            opened();
            return OperationFaults.RunAsync(request.Operation, services, request.Request, new OperationCall(request.Console, request.Console.Input), cancellation);
        });
        return new RootCommand { command }.Parse(["export", "incidents", .. arguments])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = errors }, TestContext.Current.CancellationToken);
    }
}
