namespace Moomken.Bot.Dialogs.Language;
public static class Digits
{
    public static string ToAscii(string text) => text;
    public static string ToArabicIndic(string text) => string.Create(text.Length, text, static (span, s) => { for (var i = 0; i < s.Length; i++) { span[i] = char.IsAsciiDigit(s[i]) ? (char)(s[i] - '0' + '\u0660') : s[i]; } });
}
