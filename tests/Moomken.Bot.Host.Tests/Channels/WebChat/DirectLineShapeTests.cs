using System.Text.Json;
using System.Text.Json.Nodes;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Host.Tests.Channels.BotFramework;
using Moomken.Bot.Host.Tests.Channels.WebChat.Support;
using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.WebChat;

/// <summary>What the server says has every member that the recorded answers have, which Microsoft's clients accepted, and of the same kind.</summary>
public class DirectLineShapeTests
{
    /// <summary>Hints to the client that we leave to its defaults; a reply is no answer to one certain line of the person.</summary>
    private static readonly string[] LeftOut = ["activities.0.inputHint", "activities.0.replyToId", "activities.0.textFormat", "activities.0.from.name", "activities.0.suggestedActions.actions.0.value", "activities.0.channelData.attachmentSizes"];

    [Fact]
    public async Task Starting_posting_and_the_lines_of_a_chat_look_as_recorded()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = host.Caller();
        await caller.GenerateAsync();
        host.Bot.Answer = _ => [host.Bot.Say("مرحبا", Tongue.Arabic, new OutboundChoice("7:yes", "نعم", "1"))];

        var started = await caller.SendAsync(HttpMethod.Post, "conversations", new JsonObject());
        var posted = await caller.SayAsync("hero", "s2d7u7cqbd");
        var said = (await caller.ReadAsync()).Json;
        var echo = new JsonObject { ["activities"] = new JsonArray(said["activities"]![0]!.DeepClone()), ["watermark"] = said["watermark"]!.DeepClone() };
        var reply = new JsonObject { ["activities"] = new JsonArray(said["activities"]!.AsArray()[^1]!.DeepClone()), ["watermark"] = said["watermark"]!.DeepClone() };

        Assert.Equal((201, 200), (started.Status, posted.Status));
        Assert.Empty(Missing("dl-server/start-conversation", started.Json));
        Assert.Empty(Missing("dl-server/post-activity", posted.Json));
        Assert.Empty(Missing("dl-server/echo-of-user-activity", echo));
        Assert.Equal("s2d7u7cqbd", (string?)echo["activities"]![0]!["channelData"]!["clientActivityID"]);
        Assert.Empty(Missing("dl-server/activity-set-ws", reply));
    }

    [Fact]
    public async Task A_message_that_was_not_taken_is_told_as_recorded()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        host.Bot.Fault = new InvalidOperationException("full");

        var refused = await caller.SayAsync("مرحبا");

        Assert.InRange(refused.Status, 500, 599);
        Assert.Empty(Missing("dl-server/error", refused.Json));
    }

    [Fact]
    public async Task The_stream_sends_the_same_set()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        using var socket = await caller.ListenAsync();

        await caller.SayAsync("hero", "s2d7u7cqbd");

        Assert.Empty(Missing("dl-server/echo-of-user-activity", (await socket.NextAsync())!));
    }

    private static List<string> Missing(string vector, JsonNode ours) =>
        [.. Missing(BotFrameworkVectors.Activity(vector).GetProperty("activity"), ours, "").Where(path => !LeftOut.Any(left => path.StartsWith(left, StringComparison.Ordinal)))];

    private static IEnumerable<string> Missing(JsonElement theirs, JsonNode? ours, string path)
    {
        if (ours is null || ours.GetValueKind() != theirs.ValueKind)
        {
            return [path];
        }

        return theirs.ValueKind switch
        {
            JsonValueKind.Object => theirs.EnumerateObject().SelectMany(member => Missing(member.Value, ours[member.Name], Join(path, member.Name))),
            JsonValueKind.Array when theirs.GetArrayLength() > 0 => ours.AsArray().Count == 0 ? [path] : Missing(theirs[0], ours[0], Join(path, "0")),
            _ => [],
        };
    }

    private static string Join(string path, string member) => path.Length == 0 ? member : $"{path}.{member}";
}
