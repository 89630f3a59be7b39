using Moomken.Bot.Imports;

namespace Moomken.Bot.Places;

/// <summary>The columns of <c>import places</c>.</summary>
public static class PlaceColumns
{
    public const string Id = "id";
    public const string NameArabic = "name_ar";
    public const string NameEnglish = "name_en";
    public const string Municipality = "municipality";
    public const string Region = "region";
    public const string Centre = "centre";
    public const string Aliases = "aliases";
    public const string Tags = "tags";
    public const string Latitude = "lat";
    public const string Longitude = "lon";
    public const string Status = "status";
    public const string MovedTo = "moved_to";
    public const string Parallel = "parallel";

    public static readonly ImportColumn[] All =
    [
        new(Id, true, "number", "code", "الرقم", "رقم", "الرمز"),
        new(NameArabic, true, "name", "arabic name", "الاسم", "اسم", "الاسم بالعربية", "الاسم بالعربي"),
        new(NameEnglish, false, "english name", "الاسم بالإنجليزية", "الاسم بالإنجليزي"),
        new(Municipality, true, "municipality_code", "البلدية", "بلدية"),
        new(Region, false, "الإقليم", "إقليم", "المنطقة"),
        new(Centre, false, "centre_id", "center", "center_id", "المركز", "رقم المركز", "مركز"),
        new(Aliases, false, "alt_names", "other names", "أسماء أخرى", "اسماء بديلة"),
        new(Tags, false, "وسوم", "الوسوم", "تصنيف"),
        new(Latitude, false, "latitude", "خط العرض"),
        new(Longitude, false, "lng", "longitude", "خط الطول"),
        new(Status, false, "الحالة", "حالة"),
        new(MovedTo, false, "نقل إلى", "منقول إلى"),
        new(Parallel, false, "parallel group", "موازية", "مجموعة موازية", "المحطات الموازية"),
    ];
}
