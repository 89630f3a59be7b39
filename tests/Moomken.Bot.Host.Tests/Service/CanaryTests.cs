using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>Names, numbers and words that can be told from all others are given to the service; then everything it wrote is searched for them.</summary>
[Collection(ServiceTests.Name)]
public class CanaryTests
{
    private const long Chat = 7_133_713_377;
    private const string Name = "زرقاءاليمامةXQZ";
    private const string Phone = "218917654321";
    private const string FileName = "canary-file-name-8842.pdf";
    private const string Words = "كلماتلايقولهاأحدغيري";

    [Fact]
    public async Task A_persons_name_number_and_words_are_nowhere_in_the_clear()
    {
        await using var service = await TelegramService.Started();
        await Send(service, 1, new JsonObject { ["text"] = "/start" });
        await Send(service, 2, new JsonObject { ["contact"] = new JsonObject { ["phone_number"] = Phone, ["first_name"] = Name, ["user_id"] = Chat } });
        var walker = new Walker(service.Fake, Chat, seed: 3);
        await walker.WalkToDetails();
        await Send(service, 3, new JsonObject { ["text"] = Words });
        await Send(service, 4, new JsonObject { ["document"] = new JsonObject { ["file_id"] = service.Fake.AddFile("%PDF-1.4 canary"u8.ToArray()), ["file_name"] = FileName, ["mime_type"] = "application/pdf", ["file_size"] = 15 } });
        await Send(service, 5, new JsonObject { ["a_thing_of_tomorrow"] = Words });
        await walker.Finish();
        await service.Process.Until(() => Task.FromResult(service.Fake.CallsOf("file").Count > 0));
        await service.Process.Kill9(); // as it lies there in the middle of its work
        Assert.Equal([], Found(service));

        await service.Process.Start();
        Assert.Equal(0, await service.Process.Terminate());
        Assert.Equal([], Found(service));
        Assert.Contains("Telegram: ready", service.Process.Output, StringComparison.Ordinal);
    }

    private static async Task Send(TelegramService service, int number, JsonObject content)
    {
        var update = service.Fake.Push($"chat {Chat}", "message", content.From(Chat, number, Name));
        await update.Acknowledged.WaitAsync(ServiceProcess.Patience);
    }

    /// <summary>What was found where.</summary>
    private static List<string> Found(TelegramService service)
    {
        string[] canaries = [Name, Phone, FileName, Words, Chat.ToString(CultureInfo.InvariantCulture), service.Fake.Token, TelegramService.Secret];
        var files = Directory.EnumerateFiles(service.DataFolder, "*", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllBytes);
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
