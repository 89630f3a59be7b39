using System.Text.Json.Serialization;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Workers;

/// <summary>
/// Says in the log, once, what is wrong with the store and how to mend it, and tries a small write until it is mended: a
/// service that is not ready may be sent nothing, and would never find out by itself.
/// </summary>
internal sealed class StoreWatch(IStore store, StoreProblem problem, TimeProvider time, ILogger<StoreWatch> logger)
{
    private string? said;

    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        if (problem() is { } wrong)
        {
            Say(wrong);
            await TryAsync(cancellation);
        }

        if (said is not null && problem() is null)
        {
            said = null;
            logger.LogInformation("The store takes writes again.");
        }
    }

    private void Say(string wrong)
    {
        if (said != wrong)
        {
            said = wrong;
            logger.LogError("Messages cannot be stored and are not accepted: {Problem}", wrong);
        }
    }

    private async Task TryAsync(CancellationToken cancellation)
    {
        try
        {
            await store.WriteAsync(
                transaction =>
                {
                    transaction.Put(WriteTrial.Documents, new WriteTrial("last", time.GetUtcNow()));
                    return true;
                },
                cancellation);
        }
        catch (StoreUnavailableException)
        {
            // Not yet; the problem stands in the store's health.
        }
    }
}

/// <summary>One document, written only to see whether the disk takes it.</summary>
internal sealed record WriteTrial(string Id, DateTimeOffset At)
{
    public static readonly DocumentKind<WriteTrial> Documents = new("write_trials", trial => trial.Id, WriteTrialJson.Default.WriteTrial);
}

[JsonSerializable(typeof(WriteTrial))]
internal sealed partial class WriteTrialJson : JsonSerializerContext;
