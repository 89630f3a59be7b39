namespace Moomken.Bot.Host.Doctor;

/// <summary>Runs what parts registered, each for itself: one that hangs or breaks does not hide the others.</summary>
internal static class DoctorChecks
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static async Task<IReadOnlyList<DoctorLine>> RunAsync(IEnumerable<DoctorCheck> checks, TimeProvider time, CancellationToken cancellation) =>
        [.. (await Task.WhenAll(checks.Select(check => RunAsync(check, time, cancellation)))).SelectMany(lines => lines)];

    private static async Task<IReadOnlyList<DoctorLine>> RunAsync(DoctorCheck check, TimeProvider time, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            return await check(either.Token);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            // The kind only: what a provider's library says may repeat a secret.
            var part = check.Method.DeclaringType?.DeclaringType?.Name ?? check.Method.DeclaringType?.Name ?? "part";
            return [DoctorLine.Fail(part, patience.IsCancellationRequested ? $"gave no answer within {Patience.TotalSeconds:0} seconds." : $"could not be looked at: {fault.GetType().Name}.")];
        }
    }
}
