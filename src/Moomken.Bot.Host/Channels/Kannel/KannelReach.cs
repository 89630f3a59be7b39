namespace Moomken.Bot.Host.Channels.Kannel;

/// <summary>
/// Whether an SMS may be handed over now. A smsbox that lost bearerbox still takes calls for a while and then cuts them: each
/// would be one more SMS of which nobody knows whether it left. So after any trouble Kannel is asked, without an SMS, before the
/// next one goes. Thread-safe.
/// </summary>
public sealed class KannelReach(SendSms sendSms, KannelOptions options)
{
    /// <summary>At the start nothing is known.</summary>
    private volatile bool inDoubt = true;

    /// <summary>Costs nothing while all is well.</summary>
    public async Task<bool> IsUp(CancellationToken cancellation)
    {
        if (inDoubt && (await sendSms.Knock(cancellation)).Fault is null && await HasSmsbox(cancellation))
        {
            inDoubt = false;
        }

        return !inDoubt;
    }

    /// <summary>To be told what became of each SMS.</summary>
    public void Note(SendSmsAnswer answer) => inDoubt |= answer.Fault is not null;

    /// <summary>bearerbox knows best, where we may ask it. A page that cannot be read is doctor's business: it stops no SMS.</summary>
    private async Task<bool> HasSmsbox(CancellationToken cancellation)
    {
        if (options.StatusUrl is null)
        {
            return true;
        }

        return await KannelStatus.Fetch(options, cancellation) is { } page && KannelStatus.Read(page) is not { Boxes: 0 };
    }
}
