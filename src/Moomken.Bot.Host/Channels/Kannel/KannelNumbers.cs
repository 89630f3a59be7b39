namespace Moomken.Bot.Host.Channels.Kannel;

/// <summary>Numbers as links write them, made into one form. The same phone must always be the same person.</summary>
internal static class KannelNumbers
{
    private const string Libya = "218";

    /// <summary>Digits of a short code at most; they are services, not people.</summary>
    private const int LongestShortCode = 6;

    /// <summary>E.164 with its plus: <c>+218911234567</c>. Null for what is no telephone number: a name, a short code.</summary>
    public static string? Read(string? text)
    {
        var number = (text ?? "").Trim();
        var plus = number.StartsWith('+');
        var digits = plus ? number[1..] : number;
        if (digits.Length is <= LongestShortCode or > 18 || !digits.All(char.IsAsciiDigit))
        {
            return null;
        }

        return Checked(plus ? digits : digits switch
        {
            ['0', '0', .. var international] => international,
            ['0', .. var national] => Libya + national,
            ['9', ..] when digits.Length == 9 => Libya + digits,
            _ => digits,
        });
    }

    /// <summary>No country has numbers of less than eight digits or more than fifteen with its code, and no code begins with 0.</summary>
    private static string? Checked(string international) =>
        international.Length is >= 8 and <= 15 && international[0] != '0' ? "+" + international : null;
}
