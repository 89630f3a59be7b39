using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Imports;
using Moomken.Bot.People;

namespace Moomken.Bot.Observers;

/// <summary>The columns of <c>import observers</c>, and the words that their cells may hold.</summary>
public static class ObserverColumns
{
    public const string Name = "name";
    public const string Phone = "phone";
    public const string Station = "station";
    public const string Municipality = "municipality";
    public const string Role = "role";
    public const string Cohort = "cohort";
    public const string Language = "language";

    public static readonly ImportColumn[] All =
    [
        new(Name, true, "full name", "الاسم", "الاسم الكامل", "اسم المراقب"),
        new(Phone, true, "mobile", "phone number", "الهاتف", "رقم الهاتف", "الجوال", "النقال"),
        new(Station, false, "station_id", "centre", "المحطة", "رقم المحطة", "المركز", "رقم المركز"),
        new(Municipality, false, "municipality_code", "البلدية"),
        new(Role, false, "الدور", "الصفة"),
        new(Cohort, false, "group", "trainer", "المجموعة", "الدفعة", "المدرب"),
        new(Language, false, "اللغة"),
    ];

    public static readonly (Role, string[])[] Roles =
    [
        (People.Role.Observer, ["observer", "مراقب", "مراقبة"]),
        (People.Role.Trainer, ["trainer", "مدرب", "مدربة"]),
    ];

    public static readonly (Tongue?, string[])[] Languages =
    [
        (Tongue.Arabic, ["ar", "arabic", "العربية", "عربي"]),
        (Tongue.English, ["en", "english", "الإنجليزية", "انجليزي"]),
    ];
}
