using Microsoft.Extensions.Configuration;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Tests.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Settings;

public sealed class UnknownSettingsTests
{
    [Theory]
    [InlineData("Telegram:WebhookSecert")]
    [InlineData("WebChat:PublicAddress")]
    [InlineData("WebChat:Handles:0:Link")]
    [InlineData("Duty:People:0:Phone")]
    [InlineData("Moomken:DataDir")]
    public void A_misspelt_setting_is_named_with_those_there_are(string key)
    {
        var fault = Assert.Single(UnknownSettings.In(Environment(key)));
        Assert.StartsWith($"{key.Replace(":", "__", StringComparison.Ordinal)} is no setting. Known: ", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Telegramm:BotToken", "Telegram__BotToken")]
    [InlineData("Dutty:People:0:User", "Duty__People")]
    [InlineData("Momken:DataDirectory", "Moomken__DataDirectory")]
    [InlineData("twillio:authtoken", "Twilio__authtoken")]
    public void A_misspelt_section_of_the_environment_is_named_with_the_one_that_is_meant(string key, string meant)
    {
        var fault = Assert.Single(UnknownSettings.In(Environment(key)));
        Assert.EndsWith($" is no setting. Is {meant} meant?", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS")]
    [InlineData("Telegraf:Agent:Interval")]
    [InlineData("STORAGE_ROOT:Path")]
    [InlineData("Kestrel:Limits:MaxConcurrentConnections")]
    [InlineData("Logging:LogLevel:Default")]
    [InlineData("telegram:bottoken")]
    [InlineData("WebChat:AllowedOrigins:0")]
    [InlineData("Some:Other:Program")]
    public void What_is_known_or_not_ours_is_left_alone(string key) => Assert.Empty(UnknownSettings.In(Environment(key)));

    [Fact]
    public void A_section_of_the_file_that_nobody_reads_is_named()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "appsettings.json");
        File.WriteAllText(file, """{ "Urls": "http://localhost:1", "Logging": { "LogLevel": {} }, "Telegramm": { "BotToken": "1:a" } }""");
        var fault = Assert.Single(UnknownSettings.In(new ConfigurationBuilder().AddJsonFile(file).Build()));
        Assert.Contains("\"Telegramm\" is no section", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_JSON_is_named_with_its_line_and_shows_nothing_of_it()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "appsettings.json");
        File.WriteAllText(file, "{\n  \"Telegram\": { \"BotToken\": \"123:SECRET\" }\n  \"Duty\": {}\n}\n");
        var fault = SettingsSources.FaultOfFile(file);
        Assert.NotNull(fault);
        Assert.Contains("line 3", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_comments_is_well_and_one_that_is_not_there_too()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "appsettings.json");
        Assert.Null(SettingsSources.FaultOfFile(file));
        File.WriteAllText(file, "// why\n{ \"Moomken\": { \"KeepMonths\": 12, }, }\n");
        Assert.Null(SettingsSources.FaultOfFile(file));
    }

    private static IConfiguration Environment(string key) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [key] = "x" }).Build();
}
