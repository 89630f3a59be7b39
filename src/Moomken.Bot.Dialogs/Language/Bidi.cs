namespace Moomken.Bot.Dialogs.Language;
public static class Bidi
{
    public static string Isolate(string text) => "\u2068" + text + "\u2069";
    public static string StripControls(string text) => text;
}
