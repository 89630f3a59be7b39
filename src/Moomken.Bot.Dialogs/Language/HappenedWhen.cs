namespace Moomken.Bot.Dialogs.Language;

/// <summary>How exactly a time is known.</summary>
public enum WhenPrecision
{
    Minute,
    Hour,

    /// <summary>Morning, noon, sunset: the instant is the usual hour of it.</summary>
    PartOfDay,

    /// <summary>The instant is noon of that day, or now when noon has not come.</summary>
    Day,
}

/// <summary>When something happened, as a person wrote it.</summary>
public abstract record HappenedWhen
{
    /// <summary>Clocks of phones differ: a time this little ahead is taken.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);

    private HappenedWhen()
    {
    }

    /// <param name="At">With Libya's offset.</param>
    /// <param name="Precision">How much of it was said.</param>
    public sealed record Understood(DateTimeOffset At, WhenPrecision Precision) : HappenedWhen;

    /// <summary>Understood, but it has not come yet: a typing error, or a warning of something to come. Ask.</summary>
    public sealed record InFuture(DateTimeOffset At, WhenPrecision Precision) : HappenedWhen;

    public sealed record NotUnderstood : HappenedWhen;

    /// <summary>
    /// Reads "الآن", "أمس 14:00", "من نص ساعة", "٩ ونص صباحا", "السبت الماضي", "13/12/2025 10:00", "half past 9" and their
    /// like, in digits of any script. Times are of Libya; a date without a year is the latest such date. A time without
    /// morning or evening is the latest that has passed. Never throws, and never returns a time more than
    /// <see cref="Tolerance"/> ahead as understood.
    /// </summary>
    public static HappenedWhen Parse(string words, DateTimeOffset now)
    {
        if (words.Length > 400 || WhenTokens.Read(ArabicText.Fold(words)) is not { } tokens || WhenReader.Read(tokens) is not { } parts)
        {
            return new NotUnderstood();
        }

        if (WhenResolver.Resolve(parts, LibyaTime.Of(now)) is not { } found)
        {
            return new NotUnderstood();
        }

        return found.At > now + Tolerance ? new InFuture(found.At, found.Precision) : found;
    }
}
