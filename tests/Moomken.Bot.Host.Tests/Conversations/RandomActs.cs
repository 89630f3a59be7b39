using System.Globalization;

namespace Moomken.Bot.Host.Tests.Conversations;

/// <summary>What people do, sensible or not.</summary>
internal static class RandomActs
{
    private static readonly string[] Fixed =
    [
        "بلاغ", "report", "حالة", "/status", "/status 7K2M-9QPX", "القائمة", "menu", "رجوع", "back", "إلغاء", "cancel", "لغة", "language",
        "مساعدة", "help", "خصوصية", "privacy", "مشرف", "human", "خطر", "sos", "أنا في أمان", "وقف", "STOP", "ابدأ", "start", "/start", "/nonsense",
        "تخطي", "skip", "هذا كل شيء", "done", "لا شيء منها", "none", "المزيد", "more", "نعم", "لا", "yes", "no", "إرسال مع التواصل", "Send anonymously",
        "منعوا المراقبين من دخول غرفة الفرز في المركز", "they turned away a woman voter because she came alone", "الزاوية", "zawiya", "مصراتة",
        "أمس الساعة 9:30 صباحا", "tomorrow at 9", "السلام عليكم", "😀", "👩‍👩‍👧‍👦 كلها", "\ud83d", "قبل\udc00بعد", "\u202eعكس\u202c", "\u2068\u2068مفتوح", "\u200f\u200f", "\0\u0007",
        "   ", "-", "*", "!", "?", "؟", ":photo", ":photo الصندوق", ":voice", ":album 3", ":album 2 caption", ":sticker", ":empty", ":contact +218911234567",
        ":location 32.8872 13.1913", ":location 0 0", ":location 24.9 19.5", ":edit كلمة أخرى تماما", ":edit x", ":resend",
        ":long 10000 كلمات كثيرة", ":long 10000 many words", ":long 5000 👨‍👩‍👧", ":long 9999 سطر\nآخر", ":wait 5m", ":wait 31m", ":wait 1d", ":wait 8d", ":restart", ":restart 2d",
        ":press القائمة", ":press رجوع", ":press Menu", ":press تخطي", ":stale 1", ":stale 2", ":stale 9",
    ];

    private static readonly string[] Digits = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"];

    /// <summary>Half of the time an answer to what is shown, so that conversations get somewhere.</summary>
    public static string Next(Random random) => random.Next(4) switch
    {
        0 => ":press " + (random.Next(6) + 1).ToString(CultureInfo.InvariantCulture),
        1 => Digits[random.Next(Digits.Length)][random.Next(10)].ToString(),
        _ => Fixed[random.Next(Fixed.Length)],
    };
}
