namespace Moomken.Bot.Host.Channels;

/// <summary>
/// Why a call to a provider has no answer, in words of a closed set that logs may show: unreachable or timeout before a byte
/// of it left, cut, timeout or cancelled after.
/// </summary>
internal static class CallFault
{
    /// <summary>Throws when the caller gave up: nothing left, so nothing is to be said about it.</summary>
    public static string NotSent(Exception fault, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return fault is OperationCanceledException ? "timeout" : "unreachable";
    }

    /// <summary>The call left. Never throws: what may have had its effect must be accounted for, whoever gave up.</summary>
    public static string NoAnswer(Exception fault) =>
        fault is not OperationCanceledException ? "cut" : fault.InnerException is TimeoutException ? "timeout" : "cancelled";
}
