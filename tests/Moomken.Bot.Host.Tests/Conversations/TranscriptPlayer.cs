using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Host.Transcripts;

namespace Moomken.Bot.Host.Tests.Conversations;

/// <summary>Plays the acts of a transcript and writes down what was shown.</summary>
internal static class TranscriptPlayer
{
    private const int Seed = 20261123;

    public static async Task<Transcript> PlayAsync(Transcript written)
    {
        await using var service = PlayedWorld.Start(written.Channel, Seed);
        var invite = written.Invite is { } place ? await PlayedWorld.InviteAsync(service, place, written.Language) : "";
        var conversation = new PlayedConversation(service, PlayedWorld.Me) { Invite = invite };
        if (written.Language is { } language)
        {
            await PlayedWorld.AgreeAsync(conversation, language);
        }

        if (written.Role == "observer")
        {
            await PlayedWorld.StationAsync(service, PlayedWorld.Me, written.Station);
        }

        var steps = new List<TranscriptStep>();
        foreach (var step in written.Steps)
        {
            steps.Add(await PlayAsync(conversation, step.Me, service.Channel.Profile));
        }

        return written with { Steps = [.. steps] };
    }

    private static async Task<TranscriptStep> PlayAsync(PlayedConversation conversation, string act, ChannelProfile profile)
    {
        var sent = await conversation.ActAsync(act)
            ?? throw new InvalidOperationException($"The act \"{act}\" was not understood, or there is no such button. {PlayedActs.Help}");
        return new TranscriptStep(
            act,
            [.. sent.Where(item => item.To.User == PlayedWorld.Me).Select(item => ShownMessage.Of(item.Message, profile))],
            [.. sent.Where(item => item.To.User != PlayedWorld.Me).Select(item => $"{item.To.User}: {ShownMessage.Of(item.Message, profile)}")]);
    }
}
