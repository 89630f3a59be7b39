namespace Moomken.Bot.Bench.Load.Traffic;

/// <summary>One finished turn, in nanoseconds from the moment it was due.</summary>
/// <param name="Durable">Until the webhook was answered with 2xx: the update is safe.</param>
/// <param name="Whole">Until that and the last reply's arrival at the stub, whichever came later.</param>
public readonly record struct TurnTimes(long Durable, long Whole);
