using System.Security.Cryptography;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Host.Channels.Terminal;
using Moomken.Bot.Host.Content;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Workers;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Transcripts;

/// <summary>
/// The whole service in memory, with a terminal in the place of every provider: the same dialogs, actions, sender and
/// timers as the real one. For the <c>chat</c> command and for tests of conversations.
/// </summary>
public sealed class PlayedService : IAsyncDisposable
{
    /// <summary>While time passes, what is due is looked for this often: the order of reminders is then the real one.</summary>
    private static readonly TimeSpan LongestRound = TimeSpan.FromMinutes(10);

    private readonly MoomkenOptions options;
    private readonly BotContent content;
    private readonly ShiftedTime time;
    private readonly IdSource ids;
    private readonly Action<IServiceCollection>? also;
    private readonly Vault vault;
    private ServiceProvider services;
    private InMemorySentLog sentLog = new();
    private readonly List<TerminalChannel> channels;
    private int messages;

    /// <param name="options">The settings.</param>
    /// <param name="content">Dialogs, forms and texts.</param>
    /// <param name="profile">What the played channel can show.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ids">Where ids and codes come from.</param>
    /// <param name="also">What else there is beside the bot's own parts; null for nothing.</param>
    public PlayedService(MoomkenOptions options, BotContent content, ChannelProfile profile, ShiftedTime time, IdSource ids, Action<IServiceCollection>? also = null)
    {
        (this.options, this.content, this.time, this.ids, this.also) = (options, content, time, ids, also);
        Channel = new TerminalChannel(profile);
        channels = [Channel, .. ChannelProfile.All.Where(other => other.Name != profile.Name).Select(other => new TerminalChannel(other))];
        vault = new Vault(new Dictionary<byte, byte[]> { [1] = RandomNumberGenerator.GetBytes(32) }, new byte[32]);
        services = Start();
    }

    public TerminalChannel Channel { get; }

    public InMemoryStore Store { get; private set; } = new();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>A message of the person with this user id; its provider id is made up.</summary>
    /// <param name="user">The id on the channel.</param>
    /// <param name="channel">Another channel than the one that is played; null for that.</param>
    public InboundMessage From(string user, string? channel = null) => new()
    {
        From = new ChannelAddress(channel ?? Channel.Name, Channel.Account, user),
        MessageId = $"m{++messages}",
        At = time.GetUtcNow(),
    };

    /// <summary>Takes a message in and gives everything that was sent because of it, to whomever.</summary>
    public async Task<IReadOnlyList<SentMessage>> SendAsync(InboundMessage message)
    {
        await Get<ConversationRunner>().ReceiveAsync(message, null, CancellationToken.None);
        return await DrainAsync();
    }

    /// <summary>Lets time pass and gives what was sent meanwhile: reminders, expiries, escalations.</summary>
    public async Task<IReadOnlyList<SentMessage>> WaitAsync(TimeSpan span)
    {
        var sent = new List<SentMessage>();
        var round = span / 60 < LongestRound ? span / 60 : LongestRound;
        for (var left = span; left > TimeSpan.Zero; left -= round)
        {
            time.Forward(left < round ? left : round);
            sent.AddRange(await FireTimersAsync());
        }

        return sent;
    }

    /// <summary>
    /// Stops the service, saves and reads every document through its JSON, and starts it again after it was away for
    /// <paramref name="away"/>, as after a crash: only what was written is known.
    /// </summary>
    public async Task<IReadOnlyList<SentMessage>> RestartAsync(TimeSpan away)
    {
        await services.DisposeAsync();
        Store = await StoreCopy.MakeAsync(Store);
        sentLog = new InMemorySentLog(sentLog.Entries);
        time.Forward(away);
        services = Start();
        var sweep = Get<RecoverySweep>();
        await sweep.StartAsync(CancellationToken.None);
        await sweep.Done;
        return await FireTimersAsync();
    }

    /// <summary>Settles what was sent: a forgotten conversation goes with it.</summary>
    public Task SettleAsync() => Get<Settling>().SettleAllAsync();

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        vault.Dispose();
    }

    private async Task<IReadOnlyList<SentMessage>> FireTimersAsync()
    {
        await Get<Settling>().RunOnceAsync(CancellationToken.None);
        await Get<TimerRound>().RunOnceAsync(CancellationToken.None);
        await Get<Duty.DutyWatch>().RunOnceAsync(CancellationToken.None);
        return await DrainAsync();
    }

    private async Task<IReadOnlyList<SentMessage>> DrainAsync()
    {
        await Get<Sender>().DrainAsync(CancellationToken.None);
        return [.. channels.SelectMany(channel => channel.Take()).Select(item => new SentMessage(item.To, item.Message))];
    }

    private ServiceProvider Start()
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<TimeProvider>(time);
        collection.AddSingleton(ids);
        collection.AddSingleton(vault);
        collection.AddSingleton<IStore>(Store);
        collection.AddSingleton<ISentLog>(sentLog);
        channels.ForEach(channel => collection.AddSingleton<IChannel>(channel));
        collection.AddBot(options, new StorageOptions(), content);
        also?.Invoke(collection);
        return collection.BuildServiceProvider();
    }
}
