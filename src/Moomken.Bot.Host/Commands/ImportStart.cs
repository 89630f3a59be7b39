using Moomken.Bot.Host.Content;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Storage;

namespace Moomken.Bot.Host.Commands;

/// <summary>Opens the data folder for an import: the same store, keys and places as the service uses.</summary>
internal static class ImportStart
{
    public static Func<CancellationToken, Task<ImportSetup>> Opener(Func<IConfiguration> configuration) => _ =>
    {
        var settings = configuration();
        var options = MoomkenOptions.Read(settings);
        var content = BotContent.Read(options);
        var storage = OpenStorage.Open(options, StorageOptions.Read(settings));
        return Task.FromResult(new ImportSetup(storage.Store, content.Places, storage.Vault, IdSource.System(TimeProvider.System), options.InviteDays, TelegramBot(settings)));
    };

    private static string? TelegramBot(IConfiguration settings) => settings.GetSection("WebChat:Handles").GetChildren()
        .FirstOrDefault(handle => string.Equals(handle["Name"], "Telegram", StringComparison.OrdinalIgnoreCase))?["Handle"]?.TrimStart('@');
}
