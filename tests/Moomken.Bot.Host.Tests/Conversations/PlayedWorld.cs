using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Duty;
using Moomken.Bot.Host.Channels.Terminal;
using Moomken.Bot.Host.Content;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Transcripts;
using Moomken.Bot.Observers;
using Moomken.Bot.People;
using Moomken.Bot.Sealing;
using Moomken.Bot.Tests.Support;

namespace Moomken.Bot.Host.Tests.Conversations;

/// <summary>A service with the dialogs and texts that ship, a clock that stands still, ids from a seed, and two coordinators for each region.</summary>
internal static class PlayedWorld
{
    public const string Me = "me";

    /// <summary>An ordinary afternoon in Tripoli: 14:30.</summary>
    private static readonly DateTimeOffset Begin = new(2026, 11, 23, 12, 30, 0, TimeSpan.Zero);

    private static readonly string[] Regions = ["East", "West", "South", "All"];

    public static BotContent Content { get; } = Sound(BotContent.Read(Options("telegram")));

    /// <summary>Played on broken content, every transcript would be rewritten to nonsense.</summary>
    private static BotContent Sound(BotContent content) =>
        content.Faults.Count == 0 ? content : throw new InvalidOperationException(string.Join('\n', content.Faults));

    public static PlayedService Start(string channel, int seed, Func<MoomkenOptions, MoomkenOptions>? set = null, BotContent? content = null, Action<IServiceCollection>? also = null)
    {
        var time = new ShiftedTime(new FakeTimeProvider(Begin));
        var random = new Random(seed);
        return new PlayedService(set is null ? Options(channel) : set(Options(channel)), content ?? Content, ChannelProfile.Named(channel)!, time, new IdSource(time, random.NextBytes), also);
    }

    /// <summary>First contact, without looking at it: the language is chosen and everything agreed to.</summary>
    public static async Task AgreeAsync(PlayedConversation conversation, string language)
    {
        await conversation.ActAsync("/start");
        await conversation.ActAsync(language == "ar" ? ":press العربية" : ":press English");
        await conversation.ActAsync(":press 1");
    }

    /// <summary>What an import of observers does: a role and a station for somebody who is known already.</summary>
    public static Task StationAsync(PlayedService service, string user, string? station) => service.Store.WriteAsync(transaction =>
    {
        var id = service.Get<AddressBook>().ConversationId(service.From(user).From);
        var known = transaction.Get(Bot.Conversations.Conversation.Documents, id)!;
        var person = transaction.Get(Person.Documents, known.PersonId)!;
        transaction.Put(Person.Documents, person with { Role = Role.Observer, StationId = station });
        return true;
    });

    /// <summary>Imports a list with one observer and gives their code as the coordinator hands it out.</summary>
    public static async Task<string> InviteAsync(PlayedService service, string place, string? language, bool reissue = false, string phone = "0912345678")
    {
        var import = new ObserverImport(Content.Places, service.Get<Vault>(), service.Get<PersonSeal>(), service.Get<IdSource>(), service.Get<TimeProvider>());
        var file = Encoding.UTF8.GetBytes($"name,phone,municipality,language\nسالم الفيتوري,{phone},{place},{language}\n");
        var tally = await import.RunAsync(service.Store, file, new ObserverWish { Reissue = reissue ? ["+218" + phone[1..]] : [] }, _ => Task.CompletedTask, CancellationToken.None);
        return InviteCode.Shown(tally.Invites.Single().Code);
    }

    /// <summary>Content of one's own, for tests that change places: those of <see cref="Content"/> are everybody's.</summary>
    public static BotContent FreshContent() => Sound(BotContent.Read(Options("sms")));

    public static MoomkenOptions Options(string channel) => new()
    {
        DataDirectory = Path.Combine(Path.GetTempPath(), "moomken-played"),
        ContentDirectory = Path.Combine(Repository.Root, "content"),
        DialogsDirectory = Path.Combine(Repository.Root, "dialogs"),
        DutyPhone = "+218910000000",
        Duty = [.. Regions.SelectMany(region => new[] { 1, 2 }.Select(number => new DutyContact(region, channel, $"{region.ToLowerInvariant()}{number}")))],
    };
}
