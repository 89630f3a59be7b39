using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Moomken.Bot.Host.Commands;
using Moomken.Bot.Host.Operations;
using Moomken.Bot.Host.Tests.Storage;
using Moomken.Bot.People;
using Moomken.Bot.Places;
using Moomken.Bot.Storage;
using Moomken.Bot.Tests.Support;
using Xunit;

namespace Moomken.Bot.Host.Tests.Commands;

public sealed class ImportCommandTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("moomken-import-");
    private readonly FakeStore store = new();
    private readonly StringWriter output = new();
    private readonly StringWriter errors = new();

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Codes_land_in_a_file_for_the_owner_alone_with_a_link_and_the_words_to_type()
    {
        var codes = Path.Combine(folder.FullName, "codes.csv");

        var exit = await Run("observers", Written("name,phone,municipality,language\n=سالم,0912345678,LY1,ar\n"), "--telegram-bot", "@moomken_bot", "--out", codes);

        Assert.Equal(Operation.Done, exit);
        Assert.Contains("1 new, 0 changed, 0 unchanged", output.ToString(), StringComparison.Ordinal);
        Assert.Contains(codes, output.ToString(), StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(codes, TestContext.Current.CancellationToken);
        Assert.Matches("\"'=سالم\",\"091-2345678\",\"LY1\",\"(....-....-....)\",\"https://t.me/moomken_bot\\?start=[0-9A-Z]{12}\",\"رمز \\1\"", text);
        Assert.False(OperatingSystem.IsLinux() && File.GetUnixFileMode(codes) != (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.DoesNotContain("سالم", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_codes_that_is_there_is_never_overwritten()
    {
        var codes = Path.Combine(folder.FullName, "codes.csv");
        await File.WriteAllTextAsync(codes, "yesterday's", TestContext.Current.CancellationToken);

        var exit = await Run("observers", Written("name,phone,municipality\nسالم,0912345678,LY1\n"), "--out", codes);

        Assert.Equal(ImportOperations.WrongFile, exit);
        Assert.Contains("is not overwritten", errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(await store.ReadAsync(reader => reader.Scan(Person.Documents, 10)));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named_before_anything_is_opened()
    {
        Assert.Equal(ImportOperations.WrongFile, await Run("observers", Written("name\n"), "--out", Path.Combine(folder.FullName, "nowhere", "codes.csv")));
        Assert.Contains("make it first", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_where_no_file_can_be_made_stops_the_import_before_it_writes()
    {
        var exit = await Run("observers", Written("name,phone,municipality\nسالم,0912345678,LY1\n"), "--out", Path.Combine(folder.FullName, new string('x', 300)));

        Assert.Equal(Operation.Failed, exit);
        Assert.StartsWith("Not done: ", errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(await store.ReadAsync(reader => reader.Scan(Person.Documents, 10)));
    }

    [Fact]
    public async Task Faults_are_all_listed_and_a_dry_run_makes_no_file()
    {
        var wrong = await Run("observers", Written("name,phone,municipality\n,x,y\n"));
        var dry = await Run("observers", Written("name,phone,municipality\nسالم,0912345678,LY1\n"), "--dry-run", "--out", Path.Combine(folder.FullName, "codes.csv"));

        Assert.Equal((ImportOperations.WrongFile, Operation.Done), (wrong, dry));
        Assert.Contains("3 thing(s) to mend", errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("Would be 1 new", output.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder.FullName, "codes.csv")));
    }

    [Theory]
    [InlineData("--reissue", "xx")]
    [InlineData("--dry-runs")]
    public async Task A_wrong_argument_opens_nothing(params string[] wrong)
    {
        Assert.Equal(ImportOperations.WrongFile, await Run(["observers", Written("name\n"), .. wrong]));
        Assert.NotEmpty(errors.ToString());
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        Assert.Equal(ImportOperations.WrongFile, await Run("places", Path.Combine(folder.FullName, "none.csv")));
        Assert.Contains("There is no file", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Places_are_imported_by_the_command()
    {
        Assert.Equal(Operation.Done, await Run("places", Written("id,name,municipality\n14001,مدرسة النصر,LY1\n")));
        Assert.Equal("مدرسة النصر", Assert.Single(await store.ReadAsync(reader => reader.Scan(Place.Documents, 10))).NameArabic);
    }

    private string Written(string text)
    {
        var path = Path.Combine(folder.FullName, Path.GetRandomFileName());
        File.WriteAllText(path, text);
        return path;
    }

    private async Task<int> Run(params string[] arguments)
    {
        var places = PlaceFiles.Parse("code,name_ar,name_en,region,lat,lon,alt_names\nLY1,طرابلس المركز,Tripoli Centre,West,32.89,13.18,\n", null).Gazetteer;
        using var vault = TestVault.New();
        await using var services = new ServiceCollection()
            .AddSingleton<IStore>(store).AddSingleton(places).AddSingleton(vault).AddSingleton<PersonSeal>()
            .AddSingleton(TimeProvider.System).AddSingleton(IdSource.System(TimeProvider.System))
            .BuildServiceProvider();
        var command = new RootCommand
        {
            ImportCommand.Create(
                (request, cancellation) => OperationFaults.RunAsync(request.Operation, services, request.Request, new OperationCall(request.Console, request.Console.Input), cancellation),
                () => new ConfigurationBuilder().Build()),
        };
        return await command.Parse(["import", .. arguments], new ParserConfiguration { ResponseFileTokenReplacer = null })
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = errors }, TestContext.Current.CancellationToken);
    }
}
