using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Host.Channels.BotFramework;
using Moomken.Bot.Host.Channels.Kannel;
using Moomken.Bot.Host.Channels.Telegram;
using Moomken.Bot.Host.Channels.Twilio;
using Moomken.Bot.Host.Channels.WebChat;
using Moomken.Bot.Host.Content;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Storage;

namespace Moomken.Bot.Host;

/// <summary>The channels: one line each, and nothing else knows the list.</summary>
/// <param name="On">Names of those that are on.</param>
/// <param name="StatusLines">For the start of the program.</param>
/// <param name="Faults">What is wrong in their settings.</param>
internal sealed record ChannelList(IReadOnlyCollection<string> On, IReadOnlyList<string> StatusLines, IReadOnlyList<string> Faults);

internal static class ChannelRegistration
{
    private static readonly string[] Commands = ["start", "menu", "report", "status", "language", "privacy", "help", "back", "cancel", "stop"];

    public static ChannelList AddChannels(this IServiceCollection services, IConfiguration configuration, BotContent content, MoomkenOptions options)
    {
        var telegram = services.AddTelegram(configuration, [.. Commands.Select(name => Command(content, name))]);
        var twilio = services.AddTwilio(configuration, new TwilioListLabel(content.Library.Say("common.list", Tongue.Arabic), content.Library.Say("common.list", Tongue.English)));
        var kannel = services.AddKannel(configuration);
        var botFramework = services.AddBotFramework(configuration, PrivateOnly(content));
        services.AddWebChat(configuration);
        var filesDirectory = StorageOptions.Read(configuration).FilesOr(options.DataDirectory);
        var ownFolder = string.IsNullOrWhiteSpace(configuration[$"{WebChatOptions.Section}:UploadFolder"]);
        services.PostConfigure<WebChatOptions>(chat => Complete(chat, options, filesDirectory, ownFolder));
        var (chat, faults) = ReadWebChat(configuration, options, filesDirectory, ownFolder);
        var on = new List<string>();
        if (chat.Enabled)
        {
            on.Add(WebChatChannel.ChannelName);
        }

        if (telegram.Mode != TelegramMode.Off)
        {
            on.Add(TelegramChannel.ChannelName);
        }

        if (kannel.IsOn)
        {
            on.AddRange([KannelChannel.ChannelName, .. kannel.Links.Select(line => line.Name)]);
        }

        on.AddRange(TwilioLine.Of(twilio).Select(line => line.Name));
        if (botFramework.IsOn)
        {
            on.Add(BotFrameworkChannel.ChannelName);
        }

        // A status line tells of settings that are right; with faults nothing starts, and it is not shown.
        List<string> wrong = [.. telegram.Validate(), .. twilio.Validate(), .. kannel.Validate(), .. botFramework.Validate(), .. faults];
        var lines = wrong.Count == 0 ? [telegram.StatusLine(), .. twilio.StatusLines(), kannel.StatusLine(), botFramework.StatusLine()] : Array.Empty<string>();
        return new ChannelList(on, lines, wrong);
    }

    /// <summary>Reads the settings as the chat itself will, before anything is opened: a wrong number is a line for the operator and no exception.</summary>
    private static (WebChatOptions Chat, IReadOnlyList<string> Faults) ReadWebChat(IConfiguration configuration, MoomkenOptions options, string filesDirectory, bool ownFolder)
    {
        var chat = new WebChatOptions();
        try
        {
            configuration.GetSection(WebChatOptions.Section).Bind(chat);
            Complete(chat, options, filesDirectory, ownFolder);
            return (chat, [.. chat.Faults()]);
        }
        catch (InvalidOperationException unreadable)
        {
            return (chat, [$"{unreadable.Message} Write such a value, or remove the setting."]);
        }
    }

    private static void Complete(WebChatOptions chat, MoomkenOptions options, string filesDirectory, bool ownFolder)
    {
        chat.UploadFolder = ownFolder ? Path.Combine(filesDirectory, "uploads") : Path.GetFullPath(chat.UploadFolder);
        chat.PublicUrl = chat.PublicUrl.Length > 0 ? chat.PublicUrl : options.PublicBaseUrl ?? "";
    }

    public static void MapChannels(this WebApplication app)
    {
        app.MapTelegram();
        app.MapTwilio();
        app.MapKannel();
        app.MapBotFramework();
        app.MapWebChat();
    }

    /// <summary>A group is told in both languages: who reads there is not known.</summary>
    private static string PrivateOnly(BotContent content) =>
        $"{content.Library.Say("common.private_only", Tongue.Arabic)}\n\n{content.Library.Say("common.private_only", Tongue.English)}";

    private static TelegramCommand Command(BotContent content, string name) => new(
        name,
        content.Library.Say($"common.commands.{name}", Tongue.Arabic),
        content.Library.Say($"common.commands.{name}", Tongue.English));
}
