using Moomken.Bot.Host.Commands;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Tests.Storage;
using Moomken.Bot.Tests.Support;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>What the operator reads when the service cannot start: what is wrong, where, and how to mend it; and the exit code.</summary>
[Collection(ServiceTests.Name)]
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class BadStartTests : IDisposable
{
    private const string Token = "987654321:TEST_token-for_tests_only_0123456789";
    private readonly TemporaryFolder folder = new();

    private string Data => folder.File("data");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Several_faults_are_all_named_at_once()
    {
        var settings = new Dictionary<string, string>
        {
            ["Telegram__BotTokn"] = Token,
            ["Telegram__BotToken"] = Token,
            ["Telegram__Mode"] = "Webhook",
            ["Telegram__MaxConnections"] = "many",
            ["Moomken__PublicBaseUrl"] = "https://bot.example.org",
            ["Moomken__KeepMonths"] = "soon",
            ["Moomken__AskAfterSilentDays"] = "-1",
            ["Duty__EscalateAfterMinutes"] = "241",
            ["Moomken__ContentDirectory"] = folder.File("nowhere"),
        };

        var (code, lines) = await Run(settings);

        Assert.Equal(ServeCommand.WrongConfiguration, code);
        Assert.Equal(
            [
                "The service does not start: 7 thing(s) to mend first.",
                "  Telegram__BotTokn is no setting. Known: Telegram__BotToken, Telegram__WebhookSecret, Telegram__ApiBaseUrl, Telegram__Mode, Telegram__ProtectContent, Telegram__MaxConnections, Telegram__SendTimeoutSeconds.",
                "  Moomken__KeepMonths is \"soon\". Use a whole number from 1 to 120, or leave it out (24 then).",
                "  Moomken__AskAfterSilentDays is \"-1\". Use a whole number from 7 to 365, or leave it out (60 then).",
                "  Duty__EscalateAfterMinutes is \"241\". Use a whole number from 1 to 240, or leave it out (10 then).",
                "  Telegram__MaxConnections is \"many\". Use a whole number, or leave it out (40 then).",
                "  Telegram__WebhookSecret is missing; without it anybody could post false reports. Set one, for example the output of: openssl rand -hex 32",
                $"  Moomken__ContentDirectory: there is no folder {folder.File("nowhere")}. Name the folder that came with the program, or start it from there.",
            ],
            lines);
        Assert.False(Directory.Exists(Data), "a service that does not start made a data folder");
    }

    [Fact]
    public async Task Webhook_mode_without_an_address_or_a_secret_says_both()
    {
        var (code, lines) = await Run(new() { ["Telegram__BotToken"] = Token, ["Telegram__Mode"] = "Webhook" });

        Assert.Equal(ServeCommand.WrongConfiguration, code);
        Assert.Equal(
            [
                "The service does not start: 2 thing(s) to mend first.",
                "  Telegram__WebhookSecret is missing; without it anybody could post false reports. Set one, for example the output of: openssl rand -hex 32",
                "  Moomken__PublicBaseUrl is missing, and Telegram__Mode is Webhook. Set it to the https address of this service, or set Telegram__Mode to Polling.",
            ],
            lines);
    }

    [Fact]
    public async Task Broken_yaml_is_named_with_file_and_line()
    {
        var dialogs = Directory.CreateDirectory(folder.File("dialogs")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "dialogs")))
        {
            File.Copy(file, Path.Combine(dialogs, Path.GetFileName(file)));
        }

        await File.AppendAllTextAsync(Path.Combine(dialogs, "menu.yaml"), "  broken: [ask, \n", TestContext.Current.CancellationToken);
        var line = (await File.ReadAllLinesAsync(Path.Combine(dialogs, "menu.yaml"), TestContext.Current.CancellationToken)).Length + 1;

        var (code, lines) = await Run(new() { ["Moomken__DialogsDirectory"] = dialogs });

        Assert.Equal(ServeCommand.WrongConfiguration, code);
        Assert.Equal($"  dialogs/menu.yaml:{line}: This is not YAML: While parsing a node, did not find expected node content.", lines[1]);
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_data_folder_is_said()
    {
        await File.WriteAllTextAsync(Data, "x", TestContext.Current.CancellationToken);

        await NoStore(
            $"The service does not start: The data folder {Data} cannot be made: The file '{Data}' already exists. Make it yourself and give it to the user that runs the service, or set Moomken__DataDirectory to another place.");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_said()
    {
        // The one folder that even root cannot write.
        await NoStore(
            "The service does not start: The key file /proc/moomken.keys cannot be made or read: Could not find file '/proc/moomken.keys.new'. Give the user that runs the service the right to write in that folder.",
            "/proc");
    }

    [Fact]
    public async Task A_folder_that_another_service_holds_is_refused_and_the_other_goes_on()
    {
        await using var first = new ServiceProcess(Data);
        await first.Start();

        await NoStore(
            $"The service does not start: The data folder {Data} is in use by another process (process id {first.Id}). Stop that one first, or give this one its own folder with Moomken__DataDirectory.");

        Assert.True(await first.Ready());
        Assert.Equal(0, await first.Terminate());
    }

    [Fact]
    public async Task Data_without_its_key_file_is_refused_and_left_alone()
    {
        await StartOnce();
        File.Delete(Path.Combine(Data, KeyFile.FileName));
        var before = await File.ReadAllBytesAsync(Path.Combine(Data, "moomken.db"), TestContext.Current.CancellationToken);

        await NoStore(
            $"The service does not start: There is data in {Data} but no key file moomken.keys, and without it the data cannot be read. Put the key file back from its own backup. If the data is not needed, move moomken.db and its log away.");

        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(Data, "moomken.db"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_key_file_that_others_can_read_is_refused_until_that_is_mended()
    {
        await StartOnce();
        var keys = Path.Combine(Data, KeyFile.FileName);
        File.SetUnixFileMode(keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        await NoStore($"The service does not start: The key file {keys} can be read by other users of this machine. Run: chmod 600 {keys}");

        File.SetUnixFileMode(keys, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await StartOnce();
    }

    [Fact]
    public async Task A_database_that_does_not_answer_yet_ends_with_a_code_after_which_systemd_tries_again()
    {
        var (code, lines) = await Run(new()
        {
            ["Storage__Provider"] = "Postgres",
            ["Storage__ConnectionString"] = "Host=127.0.0.1;Port=1;Database=moomken;Username=moomken;Password=secret",
            ["Storage__FilesDirectory"] = folder.File("files"),
        });

        Assert.Equal(ServeCommand.NoStoreYet, code);
        Assert.Contains("cannot be reached", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_fault_of_a_crash_test_is_refused()
    {
        var (code, lines) = await Run(new() { ["MOOMKEN_FAULT"] = "after_comit" });

        Assert.Equal(ServeCommand.WrongConfiguration, code);
        Assert.Equal(
            "  MOOMKEN_FAULT is \"after_comit\". It is for tests of crashes; use one of after_commit, after_provider_accept, before_settle, with :N for the Nth time, or unset it.",
            lines[1]);
    }

    private async Task StartOnce()
    {
        await using var service = new ServiceProcess(Data);
        await service.Start();
        Assert.Equal(0, await service.Terminate());
    }

    private async Task NoStore(string message, string? data = null)
    {
        var (code, lines) = await Run([], data);
        Assert.Equal(ServeCommand.NoStore, code);
        Assert.Equal([message], lines);
    }

    private async Task<(int Code, string[] Lines)> Run(Dictionary<string, string> settings, string? data = null)
    {
        await using var service = new ServiceProcess(data ?? Data, settings);
        var code = await service.RunToEnd();
        return (code, service.Output.Split('\n'));
    }
}
