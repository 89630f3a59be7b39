namespace Moomken.Bot.Dialogs.Language;

/// <summary>The six plural forms of Arabic (CLDR); English uses <see cref="One"/> and <see cref="Other"/>.</summary>
public enum PluralForm
{
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

/// <summary>Which form of a noun follows a number. .NET has no plural rules of its own.</summary>
public static class ArabicPlural
{
    /// <summary>Few is 3-10 of each hundred, many 11-99; negative numbers count as their size.</summary>
    public static PluralForm Of(long count) => Math.Abs(count) switch
    {
        0 => PluralForm.Zero,
        1 => PluralForm.One,
        2 => PluralForm.Two,
        var n => (n % 100) switch
        {
            >= 3 and <= 10 => PluralForm.Few,
            >= 11 => PluralForm.Many,
            _ => PluralForm.Other,
        },
    };

    public static PluralForm Of(long count, Tongue tongue) =>
        tongue == Tongue.Arabic ? Of(count) : count == 1 ? PluralForm.One : PluralForm.Other;
}

/// <summary>A counted noun in one language; <c>{n}</c> in a form is the number. English needs <paramref name="One"/> and <paramref name="Other"/>.</summary>
public sealed record CountedNoun(string One, string Other, string? Zero = null, string? Two = null, string? Few = null, string? Many = null)
{
    /// <summary>The phrase for a number, digits 0-9: «3 بلاغات», «بلاغان», "1 report".</summary>
    public string For(long count, Tongue tongue)
    {
        var form = ArabicPlural.Of(count, tongue) switch
        {
            PluralForm.Zero => Zero,
            PluralForm.One => One,
            PluralForm.Two => Two,
            PluralForm.Few => Few,
            PluralForm.Many => Many,
            _ => Other,
        };
        return (form ?? Other).Replace("{n}", count.ToString(), StringComparison.Ordinal);
    }
}
