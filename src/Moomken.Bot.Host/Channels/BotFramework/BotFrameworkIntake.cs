using System.Text;
using Moomken.Bot.Messages;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>What became of one activity.</summary>
public enum ActivityTaken
{
    /// <summary>Everything that follows from it is durable.</summary>
    Kept,

    /// <summary>It had been taken before; nothing happened now.</summary>
    Repeat,

    /// <summary>Nothing was to be done, or it is kept for a person to look at.</summary>
    Nothing,

    /// <summary>A call for something that we do not do.</summary>
    NotOffered,

    /// <summary>The store cannot take it now; it must come again.</summary>
    NotNow,
}

/// <summary>Takes one proved activity in: the message, and where its chat is answered, in one transaction.</summary>
public sealed class BotFrameworkIntake(
    ActivityJudge judge,
    ChatReferences chats,
    TypingSigns signs,
    PrivateOnly privateOnly,
    Receive receive,
    IStore store,
    Vault vault,
    IdSource ids,
    TimeProvider time,
    ChannelCounters counters,
    ILogger<BotFrameworkIntake> log)
{
    public async Task<ActivityTaken> TakeAsync(Activity activity, string body, Caller by)
    {
        var verdict = judge.Judge(activity, body);
        try
        {
            return verdict switch
            {
                ActivityVerdict.Said said => await TakeAsync(said.Message, activity, body, by),
                ActivityVerdict.Joined joined => await IsKnown(joined.Message) ? Nothing("ignored") : await TakeAsync(joined.Message, activity, body, by),
                ActivityVerdict.Left left => await IsKnown(left.Message) ? await TakeAsync(left.Message, activity, body, by) : Nothing("ignored"),
                ActivityVerdict.NotPrivate shared => Turn(shared, activity, by),
                ActivityVerdict.UnknownCall => ActivityTaken.NotOffered,
                ActivityVerdict.NotUnderstood unclear => await BuryAsync(unclear.Reason, body),
                _ => Nothing("ignored"),
            };
        }
        catch (Exception fault) when (fault is StoreUnavailableException or StoreConflictException)
        {
            return NotNow(fault);
        }
    }

    private async Task<ActivityTaken> TakeAsync(InboundMessage message, Activity activity, string body, Caller by)
    {
        Received received;
        try
        {
            // Not the request's cancellation: the connector may hang up, but what it has sent is kept all the same.
            received = await receive(message, chats.Keeping(message.From, ReferenceOf(activity, by)), CancellationToken.None);
        }
        catch (Exception fault) when (fault is not (StoreUnavailableException or StoreConflictException))
        {
            // Not the exception's message: it may quote what the person wrote.
            log.LogError("An activity could not be worked on ({Fault} at {Where}) and is kept as a dead letter.", fault.GetType().Name, fault.TargetSite?.Name);
            return await BuryAsync($"failed_{fault.GetType().Name}", body);
        }

        counters.Posted(BotFrameworkChannel.ChannelName, received.Repeat ? "repeat" : "received");
        if (!received.Repeat && message.Kind == InboundKind.Message)
        {
            signs.Began(message.From, To(activity, by));
        }

        return received.Repeat ? ActivityTaken.Repeat : ActivityTaken.Kept;
    }

    private ActivityTaken Turn(ActivityVerdict.NotPrivate shared, Activity activity, Caller by)
    {
        if (shared.ToUs && judge.AddressOf(activity) is { } group)
        {
            signs.SayPrivateOnly(group, To(activity, by), privateOnly.Words);
        }

        return Nothing("not_private");
    }

    private async Task<bool> IsKnown(InboundMessage message) => await chats.FindAsync(message.From, CancellationToken.None) is not null;

    private static Recipient To(Activity activity, Caller by) => new(activity.ChannelId!, activity.Conversation!, ReferenceOf(activity, by), activity.Id);

    private static ChatReference ReferenceOf(Activity activity, Caller by) => new()
    {
        ServiceUrl = activity.ServiceUrl!,
        MayHaveToken = by.MayHaveToken,
        Bot = activity.Recipient,
        Person = activity.From,
        Tenant = activity.Tenant,
        ConversationType = activity.ConversationType,
        LastActivity = activity.Id,
    };

    private async Task<ActivityTaken> BuryAsync(string reason, string body)
    {
        var letter = new DeadLetter(ids.Next(), BotFrameworkChannel.ChannelName, time.GetUtcNow(), reason, vault.Seal(Encoding.UTF8.GetBytes(body)));
        await store.WriteAsync(transaction =>
        {
            transaction.Put(DeadLetter.Documents, letter);
            return true;
        });
        return Nothing("dead_letter");
    }

    private ActivityTaken Nothing(string outcome)
    {
        counters.Posted(BotFrameworkChannel.ChannelName, outcome);
        return ActivityTaken.Nothing;
    }

    private ActivityTaken NotNow(Exception fault)
    {
        log.LogWarning("An activity could not be stored ({Fault}); the connector is told to send it again.", fault.GetType().Name);
        counters.Posted(BotFrameworkChannel.ChannelName, "failed");
        return ActivityTaken.NotNow;
    }
}

/// <summary>What a group is told, in both languages.</summary>
public sealed record PrivateOnly(string Words);
