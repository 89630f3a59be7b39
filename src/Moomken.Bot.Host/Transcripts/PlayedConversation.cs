using System.Text.RegularExpressions;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Transcripts;

/// <summary>A person who talks with the played service, and whoever else appears in the conversation: coordinators, neighbours.</summary>
/// <param name="service">The service that is talked with.</param>
/// <param name="user">Who acts where nobody else is named.</param>
public sealed partial class PlayedConversation(PlayedService service, string user)
{
    /// <summary>The code that texts show as an example.</summary>
    private const string Example = "7K2M-9QPX";

    private readonly Dictionary<string, PlayedPerson> people = [];
    private string code = "";

    /// <summary>The invite code that was made for somebody here; empty for none.</summary>
    public string Invite { get; init; } = "";

    /// <summary>Does one act and gives what everybody was sent because of it; null when the act was not understood.</summary>
    public async Task<IReadOnlyList<SentMessage>?> ActAsync(string act)
    {
        var written = act.Replace("{code}", code, StringComparison.Ordinal).Replace("{invite}", Invite, StringComparison.Ordinal);
        var (word, rest) = PlayedActs.Split(written);
        var sent = word switch
        {
            ":wait" => PlayedActs.Span(rest) is { } span ? await service.WaitAsync(span) : null,
            ":restart" => await service.RestartAsync(PlayedActs.Span(rest) ?? TimeSpan.Zero),
            ":as" => await AsAsync(rest),
            _ => await Person(user).ActAsync(word, rest, written),
        };
        foreach (var (to, message) in sent ?? [])
        {
            Person(to.User).Saw(message);
            code = Code().Match(message.Text) is { Success: true, Value: not Example } match ? match.Value : code;
        }

        return sent;
    }

    private Task<IReadOnlyList<SentMessage>?> AsAsync(string rest)
    {
        var (name, act) = PlayedActs.Halves(rest);
        var (word, tail) = PlayedActs.Split(act);
        return Person(name).ActAsync(word, tail, act);
    }

    private PlayedPerson Person(string name)
    {
        if (!people.TryGetValue(name, out var person))
        {
            people.Add(name, person = new PlayedPerson(service, name));
        }

        return person;
    }

    [GeneratedRegex("(?<![0-9A-Z-])[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}(?![0-9A-Z-])")]
    private static partial Regex Code();
}

/// <summary>What somebody was sent.</summary>
public readonly record struct SentMessage(ChannelAddress To, OutboundMessage Message);
