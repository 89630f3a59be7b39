using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Host.Transcripts;
using Moomken.Bot.Rendering;
using Xunit;

namespace Moomken.Bot.Host.Tests.Conversations;

/// <summary>Random people on every channel: whatever they do is answered, within the channel's limits, and the same again is the same.</summary>
public sealed class AnythingGoesTests
{
    private const int RunsPerChannel = 50;
    private const int Acts = 40;

    /// <summary>Not answered by rule: silence of the channel itself, repeats, and acts that only pass time.</summary>
    private static readonly string[] Unanswered = [":wait", ":restart", ":resend", ":block", ":unblock"];

    [Theory]
    [InlineData("telegram")]
    [InlineData("whatsapp")]
    [InlineData("sms")]
    [InlineData("web")]
    public async Task Whatever_is_sent_is_answered(string channel)
    {
        var shown = new List<string>();
        for (var seed = 0; seed < RunsPerChannel; seed++)
        {
            await RunAsync(channel, seed, shown);
        }

        // The runs get somewhere: reports are sent, help is called, words are held.
        Assert.All(
            ["وصل بلاغكم|Your report has arrived", "أُبلغ المناوبون|people on duty have been told", "مراجعة البلاغ|Your report:", "وصلنا منكم|We received"],
            either => Assert.Contains(shown, text => either.Split('|').Any(part => text.Contains(part, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("telegram", 3)]
    [InlineData("sms", 5)]
    [InlineData("web", 11)]
    public async Task The_same_seed_gives_the_same_conversation(string channel, int seed)
    {
        var first = new List<string>();
        var second = new List<string>();

        await RunAsync(channel, seed, first);
        await RunAsync(channel, seed, second);

        Assert.True(first.Count > Acts);
        Assert.Equal(first, second);
    }

    private static async Task RunAsync(string channel, int seed, List<string> written)
    {
        await using var service = PlayedWorld.Start(channel, seed);
        var conversation = new PlayedConversation(service, PlayedWorld.Me);
        var random = new Random(seed);
        if (seed % 4 != 0)
        {
            await PlayedWorld.AgreeAsync(conversation, seed % 2 == 0 ? "ar" : "en");
        }

        var done = new List<string>();
        for (var count = 0; count < Acts; count++)
        {
            var act = RandomActs.Next(random);
            done.Add(act.Length > 60 ? act[..60] : act);
            var sent = await ActAsync(conversation, act, channel, seed, done);
            written.Add(act);
            written.AddRange(sent.Select(item => $"{item.To.User}: {ShownMessage.Of(item.Message, service.Channel.Profile)}"));
            Check(sent, act, service.Channel.Profile, $"{channel}, seed {seed}, after: {string.Join(" | ", done)}");
        }
    }

    private static async Task<IReadOnlyList<SentMessage>> ActAsync(PlayedConversation conversation, string act, string channel, int seed, List<string> done)
    {
        try
        {
            // A button that is not there is words that are said.
            return await conversation.ActAsync(act) ?? await conversation.ActAsync(PlayedActs.Split(act).Tail)
                ?? throw new InvalidOperationException($"The act {act} is none.");
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"{channel}, seed {seed}, after: {string.Join(" | ", done)}", fault);
        }
    }

    private static void Check(IReadOnlyList<SentMessage> sent, string act, ChannelProfile profile, string where)
    {
        var mine = sent.Where(item => item.To.User == PlayedWorld.Me).ToList();
        Assert.True(mine.Count > 0 || Unanswered.Any(word => act.StartsWith(word, StringComparison.Ordinal)), $"Not answered. {where}");
        foreach (var shape in sent.Select(item => NumberedText.Render(item.Message, profile)))
        {
            Assert.All(shape.Parts, part => Assert.True(part.Length > 0 && part.Length <= profile.MaxText, where));
            Assert.True(shape.Pressable.Length <= Math.Max(profile.MaxButtons, profile.MaxListRows), where);
            Assert.All(shape.Pressable, choice => Assert.True(choice.Payload.Length is > 0 and <= 64 && choice.Title.Length is > 0 && choice.Title.Length <= Math.Max(profile.MaxButtonTitle, profile.MaxRowTitle), where));
        }
    }
}
