using Microsoft.Extensions.Logging;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Moomken.Bot.People;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Duty;

/// <summary>
/// Goes to the next on the list when an alert was not acknowledged in time, and at once when it did not reach the last one. What is open
/// lies in the store, so a restart forgets none.
/// </summary>
public sealed class DutyWatch(IStore store, DutyDesk desk, DialogLibrary library, AddressBook addresses, Sender sender, TimeProvider time, ILogger<DutyWatch> logger)
{
    private const int AtOnce = 50;

    /// <summary>All that are open, page by page: those that wait, or that nobody took, must not hide the newer ones behind them.</summary>
    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        string? after = null;
        do
        {
            var from = after;
            var round = await store.WriteAsync(transaction => Escalate(transaction, from), cancellation);
            Tell(round.Told);
            after = round.Next;
        }
        while (after is not null);
    }

    private void Tell(List<(Conversation Conversation, ChannelAddress Address)> told)
    {
        foreach (var (conversation, address) in told)
        {
            sender.Offer(conversation, address);
        }

        if (told.Count > 0)
        {
            logger.LogWarning("{Count} coordinators have been told of duty alerts that were not acknowledged in time, or did not reach the one before.", told.Count);
        }
    }

    private (List<(Conversation Conversation, ChannelAddress Address)> Told, string? Next) Escalate(IStoreTransaction transaction, string? after)
    {
        var now = time.GetUtcNow();
        var nobody = new ChannelAddress("duty", "", "");
        var told = new Dictionary<string, (Conversation, ChannelAddress)>();
        var open = transaction.Find(DutyAlert.Documents, "open", "yes", AtOnce, after);
        foreach (var alert in open.Where(alert => alert.NextAt <= now || DutyReach.Missed(transaction, alert, now)))
        {
            var (conversation, person) = addresses.New("duty", nobody, now);
            var turn = new ConversationTurn(transaction, library, conversation, person, nobody, now);
            if (desk.TellNext(turn, alert) is var next && next != alert)
            {
                transaction.Put(DutyAlert.Documents, next);
            }

            foreach (var touched in turn.Touched)
            {
                told[touched.Conversation.Id] = touched;
            }
        }

        return ([.. told.Values], open.Count < AtOnce ? null : open[^1].Id);
    }
}
