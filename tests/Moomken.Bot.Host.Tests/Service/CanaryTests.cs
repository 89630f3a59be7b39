using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Moomken.Bot.Fakes.Twilio;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>Names, numbers and words that can be told from all others are given to the service; then everything it wrote is searched for them.</summary>
[Collection(ServiceTests.Name)]
public class CanaryTests
{
    private const long Chat = 7_133_713_377;
    private const string Name = "زرقاءاليمامةXQZ";
    private const string Phone = "218917654321";
    private const string SmsPhone = "218926543217";
    private const string WhatsAppPhone = "218936543218";
    private const string SmsWords = "ضربواشاهدالقناةالقصيرة";
    private const string FileName = "canary-file-name-8842.pdf";
    private const string Words = "كلماتلايقولهاأحدغيري";

    [Fact]
    public async Task A_persons_name_number_and_words_are_nowhere_in_the_clear()
    {
        await using var collector = await OtlpCollector.Start();
        await using var service = await TelegramService.Make();
        service.Process.Set("Telemetry__OtlpEndpoint", collector.Address);
        service.Process.Set("Telemetry__OtlpProtocol", "http");
        service.Process.Set("Telemetry__LogFormat", "json");
        service.Process.Set("OTEL_METRIC_EXPORT_INTERVAL", "500");
        service.Process.Set("OTEL_BSP_SCHEDULE_DELAY", "500");
        await using var twilio = await OnTwilio(service);
        await service.Process.Start();
        await SayByPhone(twilio);
        await Send(service, 1, new JsonObject { ["text"] = "/start" });
        await Send(service, 2, new JsonObject { ["contact"] = new JsonObject { ["phone_number"] = Phone, ["first_name"] = Name, ["user_id"] = Chat } });
        var walker = new Walker(service.Fake, Chat, seed: 3);
        await walker.WalkToDetails();
        await Send(service, 3, new JsonObject { ["text"] = Words });
        await Send(service, 4, new JsonObject { ["document"] = new JsonObject { ["file_id"] = service.Fake.AddFile("%PDF-1.4 canary"u8.ToArray()), ["file_name"] = FileName, ["mime_type"] = "application/pdf", ["file_size"] = 15 } });
        await Send(service, 5, new JsonObject { ["a_thing_of_tomorrow"] = Words });
        await walker.Finish();
        await service.Process.Until(() => Task.FromResult(service.Fake.CallsOf("file").Count > 0));
        await service.Process.Until(() => Task.FromResult(collector.Has("v1/traces", "turn") && collector.Has("v1/metrics", "moomken.turn.duration") && collector.Has("v1/metrics", "moomken.channel.posted")));
        Assert.Equal([], Told(service, collector, (await service.Process.Get("/metrics")).Body, (await service.Process.Get("/health/parts")).Body));
        Assert.Equal([], await FoundInCommands(service));
        await service.Process.Kill9(); // as it lies there in the middle of its work
        Assert.Equal([], Found(service));

        await service.Process.Start();
        Assert.Equal(0, await service.Process.Terminate());
        Assert.Equal([], Found(service));
        Assert.Contains("Telegram: ready", service.Process.Output, StringComparison.Ordinal);
    }

    /// <summary>The same service behind two phone numbers, where people are known by theirs.</summary>
    private static async Task<FakeTwilio> OnTwilio(TelegramService service)
    {
        var twilio = await FakeTwilio.Start();
        service.Process.Set("Twilio__AccountSid", twilio.Account);
        service.Process.Set("Twilio__AuthToken", twilio.Token);
        service.Process.Set("Twilio__ApiBaseUrl", twilio.BaseUrl);
        service.Process.Set("Twilio__SmsFrom", twilio.SmsNumber);
        service.Process.Set("Twilio__WhatsAppFrom", twilio.WhatsAppNumber);
        twilio.Connect(service.Process.Address);
        twilio.Patience = ServiceProcess.Patience;
        return twilio;
    }

    /// <summary>A report in one line by SMS, a first word on WhatsApp, and the answers to both.</summary>
    private static async Task SayByPhone(FakeTwilio twilio)
    {
        Assert.Equal(200, await twilio.SaysBySms($"+{SmsPhone}", $"INC VIO P زليتن D {SmsWords}"));
        Assert.Equal(200, await twilio.Says($"+{WhatsAppPhone}", Words));
        await twilio.NextMessageTo($"+{SmsPhone}");
        await twilio.NextMessageTo($"+{WhatsAppPhone}");
    }

    /// <summary>What the service tells of itself, by whatever way.</summary>
    private static List<string> Told(TelegramService service, OtlpCollector collector, string metrics, string health)
    {
        Assert.Contains("moomken_turn_duration_seconds_count{channel=\"telegram\",outcome=\"taken\"}", metrics, StringComparison.Ordinal);
        Assert.Contains("moomken_incidents_total{channel=\"telegram\",severity=\"", metrics, StringComparison.Ordinal);
        Assert.Contains("moomken_channel_posted_total{channel=\"telegram\",outcome=\"received\"} ", metrics, StringComparison.Ordinal);
        Assert.Contains("moomken_turn_duration_seconds_count{channel=\"twilio-sms\",outcome=\"taken\"}", metrics, StringComparison.Ordinal);
        Assert.Contains("moomken_turn_duration_seconds_count{channel=\"whatsapp\",outcome=\"taken\"}", metrics, StringComparison.Ordinal);
        Assert.Contains("moomken_outbox_oldest_seconds{lane=\"Safety\"} ", metrics, StringComparison.Ordinal);
        Assert.Contains("moomken_outbox_waiting{lane=\"Broadcast\"} 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("moomken_outbox_repeated_total 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("moomken_store_commit_duration_seconds_bucket{le=\"0.001\"} ", metrics, StringComparison.Ordinal);
        Assert.Contains("moomken_observers{state=\"joined\"} 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("moomken_sessions_active ", metrics, StringComparison.Ordinal);
        Assert.Equal([], ClosedTags.Others(metrics));
        Assert.Contains("\"part\":\"store\",\"state\":\"well\"", health, StringComparison.Ordinal);
        var all = new Dictionary<string, byte[]>(collector.Bodies()) { ["/metrics"] = Encoding.UTF8.GetBytes(metrics), ["/health/parts"] = Encoding.UTF8.GetBytes(health) };
        return [.. from told in all from canary in Canaries(service) where Forms(canary).Any(form => told.Value.AsSpan().IndexOf(form) >= 0) select $"{canary} in {told.Key}"];
    }

    /// <summary>What lists say to an operator, and a backup of it all.</summary>
    private static async Task<List<string>> FoundInCommands(TelegramService service)
    {
        var found = new List<string>();
        using var folder = new Storage.TemporaryFolder();
        string[][] commands = [["outbox", "list"], ["letters", "list"], ["requests", "list", "--all"], ["audit", "list"], ["doctor", "--no-network"], ["export", "incidents", "--format", "csv", "--out", folder.File("x.csv")], ["backup", "create", "--out", folder.Path]];
        foreach (var command in commands)
        {
            var said = await CommandProcess.Run(service.DataFolder, command);
            Assert.True(said.Exit == 0 || command[0] == "doctor", said.Errors);
            found.AddRange(Canaries(service).Where(canary => (said.Output + said.Errors).Contains(canary, StringComparison.Ordinal)).Select(canary => $"{canary} said by {command[0]}"));
        }

        var backup = await File.ReadAllBytesAsync(Directory.GetFiles(folder.Path, "*.tar").Single(), TestContext.Current.CancellationToken);
        found.AddRange(Canaries(service).Where(canary => Forms(canary).Any(form => backup.AsSpan().IndexOf(form) >= 0)).Select(canary => $"{canary} in the backup"));
        return found;
    }

    private static string[] Canaries(TelegramService service) =>
        [Name, Phone, SmsPhone, WhatsAppPhone, SmsWords, FileName, Words, Chat.ToString(CultureInfo.InvariantCulture), service.Fake.Token, TelegramService.Secret];

    private static async Task Send(TelegramService service, int number, JsonObject content)
    {
        var update = service.Fake.Push($"chat {Chat}", "message", content.From(Chat, number, Name));
        await update.Acknowledged.WaitAsync(ServiceProcess.Patience);
    }

    /// <summary>What was found where.</summary>
    private static List<string> Found(TelegramService service)
    {
        var canaries = Canaries(service);
        var files = Directory.EnumerateFiles(service.DataFolder, "*", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith(".sock", StringComparison.Ordinal)).ToDictionary(path => path, File.ReadAllBytes);
        Assert.Contains(files, file => file.Value.Length > 0);
        var found = canaries.Where(canary => service.Process.Output.Contains(canary, StringComparison.Ordinal)).Select(canary => $"{canary} in the output").ToList();
        foreach (var (path, bytes) in files)
        {
            found.AddRange(canaries.Where(canary => Forms(canary).Any(form => bytes.AsSpan().IndexOf(form) >= 0)).Select(canary => $"{canary} in {path}"));
            if (bytes.AsSpan().IndexOf(BitConverter.GetBytes(Chat)) >= 0)
            {
                found.Add($"the chat id as a number in {path}");
            }
        }

        return found;
    }

    private static byte[][] Forms(string text) => [Encoding.UTF8.GetBytes(text), Encoding.Unicode.GetBytes(text), Encoding.UTF8.GetBytes(JsonValue.Create(text)!.ToJsonString().Trim('"'))];
}
