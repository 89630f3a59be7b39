namespace Moomken.Bot.Tests.Language;

/// <summary>What a person types on another keyboard.</summary>
internal static class DigitScript
{
    public static string Arabic(string text) => From('٠', text);

    public static string Persian(string text) => From('۰', text);

    private static string From(char zero, string text) => string.Concat(text.Select(c => char.IsAsciiDigit(c) ? (char)(c - '0' + zero) : c));
}
