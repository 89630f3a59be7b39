using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Retention;

/// <summary>What else a sweep does, after conversations and reports: a channel's own documents. Gives how many were looked at, page by page.</summary>
public delegate IAsyncEnumerable<int> RetentionStep(RetentionRun run, CancellationToken cancellation);

/// <summary>
/// Keeps the promise of the agreement: goes through everything that is kept, slowly, and removes what is older than it says.
/// One sweep after the other; what a sweep is interrupted in, the next one does.
/// </summary>
public sealed class RetentionSweep(
    IStore store, RetentionRules rules, ConversationRetention conversations, IncidentRetention incidents, IEnumerable<RetentionStep> others, TimeProvider time, ILogger<RetentionSweep> logger)
{
    /// <summary>Documents looked at in one round.</summary>
    public const int Slice = 25;

    /// <summary>From one round to the next: more than half a million documents in a day. Few and often, because whoever writes meanwhile waits.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    /// <summary>From the end of one sweep to the next.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private IAsyncEnumerator<int>? going;
    private DateTimeOffset nextAt = DateTimeOffset.MinValue;

    /// <summary>One slice. A sweep that met a fault is given up and begun anew with the next round.</summary>
    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        if (going is null && time.GetUtcNow() < nextAt)
        {
            return;
        }

        going ??= SweepAsync(cancellation).GetAsyncEnumerator(cancellation);
        var whole = false;
        try
        {
            whole = await GoOnAsync(going);
        }
        finally
        {
            if (!whole)
            {
                await going.DisposeAsync();
                going = null;
            }
        }
    }

    /// <summary>True when there is more.</summary>
    private static async Task<bool> GoOnAsync(IAsyncEnumerator<int> going)
    {
        for (var looked = 0; looked < Slice; looked += Math.Max(1, going.Current))
        {
            if (!await going.MoveNextAsync())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Gives how many documents each step looked at. Conversations come before reports: a file that moves from one to the other meanwhile is seen in one of them.</summary>
    private async IAsyncEnumerable<int> SweepAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var run = new RetentionRun(time.GetUtcNow(), rules);
        IAsyncEnumerable<int>[] steps =
        [
            conversations.SweepAsync(run, cancellation),
            incidents.SweepAsync(run, cancellation),
            incidents.SweepFilesAsync(run, cancellation),
            RetentionPages.RemoveOld(store, FailedMessage.Documents, run, failed => failed.At < run.Now - RetentionRules.FailedMessages, cancellation),
            RetentionPages.RemoveOld(store, DeadLetter.Documents, run, letter => letter.At < run.Oldest, cancellation),
            .. others.Select(step => step(run, cancellation)),
        ];
        foreach (var step in steps)
        {
            await foreach (var looked in step)
            {
                yield return looked;
            }
        }

        nextAt = time.GetUtcNow() + Pause;
        if (run.Removed.Count > 0)
        {
            logger.LogInformation("Kept long enough and removed: {Removed}.", string.Join(", ", run.Removed.Select(kind => $"{kind.Value} {kind.Key}")));
        }
    }
}
