using System.Diagnostics;
using Moomken.Bot.Conversations;
using Moomken.Bot.Fakes.Telegram;
using Moomken.Bot.Incidents;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>
/// What happened, as seen from outside, and the proof over it: what was taken had its effect once, every reply came, and none
/// came twice but where a death of the service explains it.
/// </summary>
internal sealed class History(FakeBotApi fake, IReadOnlyList<long> chats)
{
    private readonly List<Dictionary<long, int>> deaths = [];
    private int arrived;
    private int noted;

    /// <summary>To be called when a process is gone, before the next one starts: how many messages each chat had then.</summary>
    /// <param name="sentLog">Entries in the sent log that it left.</param>
    public async Task Died(int sentLog)
    {
        await fake.Deserted();
        deaths.Add(chats.ToDictionary(chat => chat, chat => fake.MessagesTo(chat).Count));
        var all = deaths[^1].Values.Sum();
        Unnoted += all - arrived - (sentLog >= noted ? sentLog - noted : sentLog);
        (arrived, noted) = (all, sentLog);
    }

    /// <summary>Messages that arrived while the process died before its sent log had them: all that may come again.</summary>
    public int Unnoted { get; set; }

    /// <summary>
    /// Of several processes: from when to when each death took, by the clock of <see cref="Stopwatch"/>. Another process goes on at
    /// once, so a death has no place in a chat, but it has its time: what comes twice came once before it and once after it began.
    /// </summary>
    public IReadOnlyList<(long From, long To)>? Times { get; init; }

    /// <summary>Messages noted as sent, which need not have left their conversation's document yet.</summary>
    public IReadOnlySet<string> Noted { get; init; } = new HashSet<string>();

    /// <summary>Everything that arrived, repeats too.</summary>
    public int Arrived => chats.Sum(chat => fake.MessagesTo(chat).Count);

    public int Deaths => deaths.Count;

    /// <summary>
    /// The messages of a chat, each once. A conversation's messages leave one after the other, and the next only when the sent
    /// log has the one before. So a death between the provider's yes and the sent log shows in one way only: the last
    /// message before that death is the first one after it. Any other repeat fails.
    /// </summary>
    public List<BotMessage> Distinct(long chat, ref int repeats)
    {
        var messages = fake.MessagesTo(chat);
        var distinct = new List<BotMessage>();
        for (var i = 0; i < messages.Count; i++)
        {
            if (i > 0 && Walker.Print(messages[i]) == Walker.Print(messages[i - 1]))
            {
                Assert.True(Explains(chat, i, messages), $"Message {i} of chat {chat} came twice and no process died between:\n{messages[i].Text}");
                repeats++;
                continue;
            }

            distinct.Add(messages[i]);
        }

        Assert.Distinct(distinct.Select(Walker.Print));
        return distinct;
    }

    /// <summary>What a process had written to its connection before it died may be read a moment later.</summary>
    private bool Explains(long chat, int i, IReadOnlyList<BotMessage> messages) => Times is null
        ? deaths.Any(death => death[chat] == i)
        : Times.Any(death => messages[i - 1].ArrivedAt < death.To + (2 * Stopwatch.Frequency) && messages[i].ArrivedAt > death.From);

    /// <summary>Checks everything over the store of a service that has ended and whose people have finished. Returns how many messages came twice.</summary>
    public int Check(IStoreReader store, IReadOnlyList<Walker> walkers)
    {
        var repeats = 0;
        var incidents = store.Scan(Incident.Documents, 100_000);
        CheckReports(incidents, walkers);
        CheckTexts(incidents, walkers);
        var told = new HashSet<string>();
        foreach (var walker in walkers)
        {
            var messages = Distinct(walker.Chat, ref repeats);
            Assert.Equal(walker.Taken, messages.Count);
            told.UnionWith(incidents.Select(incident => incident.ShownCode).Where(code => messages.Any(message => message.Text!.Contains(code, StringComparison.Ordinal))));
        }

        Assert.Equal(incidents.Select(incident => incident.ShownCode).Order(), told.Order());
        CheckDuty(incidents, ref repeats);
        Assert.Empty(store.Scan(FailedMessage.Documents, 10));
        Assert.Empty(store.Scan(DeadLetter.Documents, 10));
        Assert.All(store.Scan(Conversation.Documents, 10_000), conversation => Assert.DoesNotContain(conversation.Pending, message => !Noted.Contains(message.Id)));
        Assert.InRange(repeats, 0, Unnoted);
        return repeats;
    }

    /// <summary>Fails with what the first chat that does not agree has seen.</summary>
    private void CheckReports(IReadOnlyList<Incident> incidents, IReadOnlyList<Walker> walkers)
    {
        foreach (var walker in walkers)
        {
            var stored = incidents.Where(incident => incident.Latest.Text?.Contains($"«{walker.Chat}-", StringComparison.Ordinal) == true).ToList();
            Assert.True(stored.Count == walker.Reports, $"Chat {walker.Chat} sent {walker.Reports} reports, {stored.Count} are stored: {string.Join(" | ", stored.Select(incident => $"{incident.ShownCode} {incident.Latest.Text}"))}\n"
                + string.Join("\n---\n", fake.MessagesTo(walker.Chat).Select(Walker.Print)));
        }

        Assert.Equal(walkers.Sum(walker => walker.Reports), incidents.Count);
    }

    private static void CheckTexts(IReadOnlyList<Incident> incidents, IReadOnlyList<Walker> walkers)
    {
        var found = incidents.SelectMany(incident => incident.Latest.Text?.Split('\n') ?? []).Where(line => line.Length > 0);
        Assert.Equal(walkers.SelectMany(walker => walker.Texts).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.All(incidents, incident => Assert.Single(incident.Versions));
        Assert.Distinct(incidents.Select(incident => incident.Code));
    }

    /// <summary>Each serious report reached the coordinator once, and no other did.</summary>
    private void CheckDuty(IReadOnlyList<Incident> incidents, ref int repeats)
    {
        var alerts = Distinct(TelegramService.DutyChat, ref repeats);
        var serious = incidents.Where(incident => incident.Latest.Severity >= Severities.Alerting).ToList();
        Assert.Equal(serious.Count, alerts.Count);
        Assert.All(serious, incident => Assert.Single(alerts, alert => alert.Text!.Contains(incident.ShownCode, StringComparison.Ordinal)));
    }
}
