using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace Moomken.Bot.Outbox;

/// <summary>Leave to send, or for how long there is none. Tokens are spent when it is given: nothing comes back when it is disposed of.</summary>
/// <param name="retryAfter">Zero when it is given; <see cref="Timeout.InfiniteTimeSpan"/> when no clock can tell.</param>
internal sealed class RateLease(TimeSpan retryAfter) : RateLimitLease
{
    public static readonly RateLease Granted = new(TimeSpan.Zero);

    public override bool IsAcquired => retryAfter == TimeSpan.Zero;

    public override IEnumerable<string> MetadataNames => IsAcquired ? [] : [MetadataName.RetryAfter.Name];

    public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
    {
        metadata = !IsAcquired && metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
        return metadata is not null;
    }
}
