using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Moomken.Bot.Host.Channels.BotFramework;
using Moomken.Bot.Host.Channels.Kannel;
using Moomken.Bot.Host.Channels.Telegram;
using Moomken.Bot.Host.Channels.Twilio;
using Moomken.Bot.Host.Channels.WebChat;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Telemetry;
using Moomken.Bot.Tests.Support;
using Xunit;

namespace Moomken.Bot.Host.Tests.Settings;

public sealed class SettingsSampleTests
{
    private static readonly string Path = System.IO.Path.Combine(Repository.Root, "appsettings.sample.json");

    private static readonly IConfigurationRoot Sample = new ConfigurationBuilder().AddJsonFile(Path).Build();

    private static readonly IConfiguration Nothing = new ConfigurationBuilder().Build();

    [Fact]
    public void The_sample_holds_every_setting_and_no_other()
    {
        Assert.Equal(InClasses().Order(), InSample().Order());
    }

    [Fact]
    public void Every_setting_of_the_classes_is_known_and_no_other()
    {
        var known = UnknownSettings.Known.Where(section => !section.Key.Contains(':', StringComparison.Ordinal));
        Assert.Equal(InClasses().Order(), known.SelectMany(section => section.Value, (section, name) => $"{section.Key}:{name}").Order());
    }

    [Fact]
    public void The_sample_passes_every_check()
    {
        Assert.Empty(UnknownSettings.In(Sample));
        Assert.Empty(MoomkenOptions.Read(Sample).Faults(["web"]));
        Assert.Empty(StorageOptions.Read(Sample).Faults());
        Assert.Empty(RatesOptions.Read(Sample).Unreadable);
        Assert.Empty(TelegramOptions.Read(Sample).Validate());
        Assert.Empty(KannelOptions.Read(Sample).Validate());
        Assert.Empty(TwilioOptions.Read(Sample).Validate());
        Assert.Empty(BotFrameworkOptions.Read(Sample).Validate());
        Assert.Empty(TelemetryOptions.Read(Sample).Faults);
        var chat = WebChat(Sample);
        chat.UploadFolder = "uploads"; // empty in the sample: the host puts it into the data folder
        Assert.Empty(chat.Faults());
    }

    [Theory]
    [InlineData("telegram")]
    [InlineData("whatsapp")]
    [InlineData("twilio-sms")]
    [InlineData("kannel")]
    [InlineData("kannel-libyana")]
    [InlineData("botframework")]
    public void Wherever_a_message_costs_something_one_person_has_a_rate(string channel) =>
        Assert.InRange(RatesOptions.Read(Nothing).Table().Of(channel).PerPersonPerSecond, 0.2, 1);

    [Fact]
    public void Every_value_of_the_sample_is_the_default()
    {
        AssertSame(MoomkenOptions.Read(Nothing), MoomkenOptions.Read(Sample));
        AssertSame(StorageOptions.Read(Nothing), StorageOptions.Read(Sample));
        AssertSame(RatesOptions.Read(Nothing), RatesOptions.Read(Sample));
        AssertSame(TelegramOptions.Read(Nothing), TelegramOptions.Read(Sample));
        AssertSame(KannelOptions.Read(Nothing), KannelOptions.Read(Sample));
        AssertSame(TwilioOptions.Read(Nothing), TwilioOptions.Read(Sample));
        AssertSame(BotFrameworkOptions.Read(Nothing), BotFrameworkOptions.Read(Sample));
        AssertSame(TelemetryOptions.Read(Nothing), TelemetryOptions.Read(Sample));
        AssertSame(WebChat(Nothing), WebChat(Sample), nameof(WebChatOptions.UploadFolder));
    }

    private static WebChatOptions WebChat(IConfiguration configuration)
    {
        var chat = new WebChatOptions();
        configuration.GetSection(WebChatOptions.Section).Bind(chat);
        return chat;
    }

    private static void AssertSame<T>(T expected, T actual, params string[] except)
    {
        foreach (var property in Properties(typeof(T)).Where(property => !except.Contains(property.Name)))
        {
            Assert.Equal(JsonSerializer.Serialize(property.GetValue(expected)), JsonSerializer.Serialize(property.GetValue(actual)));
        }
    }

    private static IEnumerable<string> InSample()
    {
        using var sample = JsonDocument.Parse(File.ReadAllText(Path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        return [.. sample.RootElement.EnumerateObject()
            .Where(section => section.Value.ValueKind == JsonValueKind.Object)
            .SelectMany(section => section.Value.EnumerateObject(), (section, setting) => $"{section.Name}:{setting.Name}")];
    }

    private static IEnumerable<string> InClasses() =>
    [
        .. Properties(typeof(MoomkenOptions)).Select(property => property.Name switch
        {
            nameof(MoomkenOptions.EscalateAfterMinutes) => "Duty:EscalateAfterMinutes",
            nameof(MoomkenOptions.Duty) => "Duty:People",
            var name => $"Moomken:{name}",
        }),
        .. Properties(typeof(StorageOptions)).Select(property => $"Storage:{property.Name}"),
        .. Properties(typeof(RatesOptions)).Where(property => property.Name != nameof(RatesOptions.Unreadable)).Select(property => $"Rates:{property.Name}"),
        .. Properties(typeof(TelegramOptions)).Where(property => property.Name != nameof(TelegramOptions.PublicBaseUrl)).Select(property => $"Telegram:{property.Name}"),
        .. Properties(typeof(KannelOptions)).Select(property => $"Kannel:{property.Name}"),
        .. Properties(typeof(TwilioOptions)).Where(property => property.Name != nameof(TwilioOptions.PublicBaseUrl)).Select(property => $"Twilio:{property.Name}"),
        .. Properties(typeof(BotFrameworkOptions)).Select(property => $"BotFramework:{property.Name}"),
        .. Properties(typeof(TelemetryOptions)).Where(property => property.Name != nameof(TelemetryOptions.Faults)).Select(property => property.Name switch
        {
            nameof(TelemetryOptions.OtlpOverHttp) => "Telemetry:OtlpProtocol",
            nameof(TelemetryOptions.JsonLogs) => "Telemetry:LogFormat",
            var name => $"Telemetry:{name}",
        }),
        .. Properties(typeof(WebChatOptions)).Select(property => $"WebChat:{property.Name}"),
    ];

    /// <summary>What is set from outside: not what is computed, nor the list of what could not be read.</summary>
    private static IEnumerable<PropertyInfo> Properties(Type options) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => (property.CanWrite || property.PropertyType.IsGenericType) && property.Name != nameof(TelegramOptions.Unreadable));
}
