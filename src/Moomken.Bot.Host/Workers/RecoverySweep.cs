using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Moomken.Bot.People;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Workers;

/// <summary>
/// After a start: goes through all conversations, a page at a time, and takes up again what a crash or a stop left to be
/// sent and the timers that run. The service is ready before it ends, because what comes in does not wait for it.
/// </summary>
internal sealed class RecoverySweep(
    IStore store, Sender sender, TimerWheel timers, AddressBook addresses, TimeProvider time, ILogger<RecoverySweep> logger) : BackgroundService
{
    private const int Page = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Completes when everything left over has been taken up.</summary>
    public Task Done => done.Task;

    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (after, count, pending) = ((string?)null, 0, 0);
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await PageAsync(after, stoppingToken) is not { } page)
            {
                continue;
            }

            foreach (var (conversation, address) in page)
            {
                timers.Set(conversation);
                if (address is not null)
                {
                    pending += conversation.Pending.Count;
                    sender.Offer(conversation, address);
                }
            }

            count += page.Count;
            if (page.Count < Page)
            {
                break;
            }

            after = page[^1].Conversation.Id;
        }

        logger.LogInformation("Took up {Count} conversations, {Pending} messages among them still to be sent.", count, pending);
        done.TrySetResult();
    }

    /// <summary>Null when the store could not be read just now: a full disk fails whatever shares a commit with a write.</summary>
    private async Task<List<(Conversation Conversation, ChannelAddress? Address)>?> PageAsync(string? after, CancellationToken stopping)
    {
        try
        {
            return await store.ReadAsync(reader => Read(reader, after), stopping);
        }
        catch (StoreUnavailableException)
        {
            await Task.Delay(Pause, time, stopping);
            return null;
        }
    }

    private List<(Conversation Conversation, ChannelAddress? Address)> Read(IStoreReader reader, string? after) =>
        [.. reader.Scan(Conversation.Documents, Page, after).Select(conversation => (conversation, AddressOf(reader, conversation)))];

    private ChannelAddress? AddressOf(IStoreReader reader, Conversation conversation) =>
        conversation.Pending.IsEmpty || reader.Get(Person.Documents, conversation.PersonId) is not { } person
            ? null
            : addresses.AddressOf(conversation, person);
}
