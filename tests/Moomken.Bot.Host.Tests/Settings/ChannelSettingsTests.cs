using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Moomken.Bot.Host.Channels.WebChat;
using Moomken.Bot.Host.Content;
using Moomken.Bot.Host.Settings;
using Xunit;

namespace Moomken.Bot.Host.Tests.Settings;

public sealed class ChannelSettingsTests
{
    [Fact]
    public void A_web_chat_setting_that_is_no_number_is_a_fault_and_no_exception()
    {
        var (channels, _) = Add(("WebChat:MaxFiles", "many"));
        Assert.Contains("WebChat:MaxFiles", Assert.Single(channels.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_web_chat_settings_are_told_before_anything_is_opened()
    {
        var (channels, _) = Add(("WebChat:MaxTabs", "0"), ("WebChat:PublicUrl", "chat.example.org"));
        Assert.Equal(2, channels.Faults.Count);
    }

    [Fact]
    public void A_web_chat_that_is_turned_off_is_not_among_the_channels()
    {
        Assert.Equal(["web"], Add().Channels.On);
        Assert.Empty(Add(("WebChat:Enabled", "false")).Channels.On);
    }

    [Fact]
    public void Uploads_lie_in_the_data_folder_unless_another_is_set()
    {
        Assert.Equal(Path.GetFullPath("/srv/moomken/uploads"), Add(("Moomken:DataDirectory", "/srv/moomken")).Chat.UploadFolder);
        Assert.Equal(Path.GetFullPath("/srv/files"), Add(("Moomken:DataDirectory", "/srv/moomken"), ("WebChat:UploadFolder", "/srv/files")).Chat.UploadFolder);
    }

    private static (ChannelList Channels, WebChatOptions Chat) Add(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        var options = MoomkenOptions.Read(configuration);
        var services = new ServiceCollection();
        var channels = services.AddChannels(configuration, BotContent.Read(options), options);
        var chat = channels.Faults.Count > 0 ? new WebChatOptions() : services.BuildServiceProvider().GetRequiredService<IOptions<WebChatOptions>>().Value;
        return (channels, chat);
    }
}
