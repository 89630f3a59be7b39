namespace Moomken.Bot.Host.Doctor;

/// <summary>What was found about one part of the service. No personal data and no secret.</summary>
/// <param name="Part">A word: store, disk, duty, a channel's name.</param>
/// <param name="State">How it is.</param>
/// <param name="Said">What was found; where something is wrong, how to mend it.</param>
internal sealed record DoctorLine(string Part, DoctorState State, string Said)
{
    public static DoctorLine Well(string part, string said) => new(part, DoctorState.Well, said);

    public static DoctorLine Warn(string part, string said) => new(part, DoctorState.Warn, said);

    public static DoctorLine Fail(string part, string said) => new(part, DoctorState.Fail, said);

    public string Shown => $"{State switch { DoctorState.Well => "ok  ", DoctorState.Warn => "warn", _ => "FAIL" }}  {Part,-10}  {Said}";
}

internal enum DoctorState
{
    Well,

    /// <summary>It works, and somebody should look at it.</summary>
    Warn,

    /// <summary>It does not work.</summary>
    Fail,
}

/// <summary>
/// A part's own look at itself: a channel registers one and asks its provider. Must not change anything, and answers within
/// <see cref="DoctorChecks.Patience"/>; what it throws counts as a failure of the part.
/// </summary>
internal delegate Task<IReadOnlyList<DoctorLine>> DoctorCheck(CancellationToken cancellation);
