using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Host.Tests.Channels.WebChat.Support;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Tests.Channels.WebChat.Browser;

/// <summary>A small conversation in one language.</summary>
internal sealed record ChatWords(
    Tongue Tongue, string Welcome, string Report, string Menu, string What, string Story, string Kept, string Photo, string PhotoLabel)
{
    public static readonly ChatWords Arabic = new(
        Tongue.Arabic,
        "أهلًا بك في ممكن. لسنا المفوضية.\nماذا تريد أن تفعل؟",
        "أبلغ عن حادثة",
        "القائمة",
        "3 من 8: ماذا حدث؟ اكتب أو أرسل صوتًا أو صورة.",
        "منعوا المراقبين من الدخول إلى المركز 1441-02.",
        "تم. رقم بلاغك 4K7P-QQ2M.",
        "وصلت الصورة.",
        "صورة");

    public static readonly ChatWords English = new(
        Tongue.English,
        "Welcome to Moomken. We are not the commission.\nWhat would you like to do?",
        "Report an incident",
        "Menu",
        "3/8: What happened? Write, or send a voice note or a photo.",
        "Observers were kept out of centre 1441-02.",
        "Done. Your case code is 4K7P-QQ2M.",
        "The photo has arrived.",
        "Photo");

    public static ChatWords In(string language) => language == "ar" ? Arabic : English;

    public IEnumerable<OutboundMessage> Answer(ScriptedBot bot, InboundMessage message) => message switch
    {
        { Text: "/start" } => [bot.Say(Welcome, Tongue, new("1:report", Report, "1"), new("1:ask", "1441", "2"), new("1:menu", Menu, "0", Way: true))],
        { Button: "1:report" } => [bot.Say(What, Tongue)],
        { Location: { } point } => [bot.Say($"{point.Latitude:F4}", Tongue)],
        { Media: [{ Kind: "voice" }, ..] } => [bot.Say("وصل الصوت", Tongue)],
        { Media.Length: > 0 } => [bot.Say(Photo, Tongue)],
        _ => [bot.Say(Kept, Tongue)],
    };
}
