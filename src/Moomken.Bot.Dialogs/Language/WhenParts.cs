namespace Moomken.Bot.Dialogs.Language;

/// <summary>What a time phrase said, before it is set against the clock.</summary>
internal sealed class WhenParts
{
    public bool Now { get; set; }

    public int? DaysBack { get; set; }

    public DayOfWeek? Weekday { get; set; }

    public bool Last { get; set; }

    /// <summary>Day and month, and the year where it was written.</summary>
    public (int Day, int Month, int Year)? Date { get; set; }

    public int? Hour { get; set; }

    /// <summary>Minutes to add to the hour; may be negative ("الا ربع").</summary>
    public int? Minute { get; set; }

    /// <summary>The hour is of a 24-hour clock.</summary>
    public bool Literal { get; set; }

    public bool? Afternoon { get; set; }

    public DayPart? Part { get; set; }

    /// <summary>Minutes that the part is moved by "before" or "after".</summary>
    public int PartShift { get; set; }

    /// <summary>Minutes ago.</summary>
    public int? Ago { get; set; }

    public WhenPrecision AgoPrecision { get; set; }

    /// <summary>Something was said that can only be a time, so that unknown words around it do no harm.</summary>
    public bool Strong { get; set; }

    public int Unknown { get; set; }

    public bool HasDay => DaysBack is not null || Weekday is not null || Date is not null;

    public bool IsEmpty => !Now && !HasDay && Hour is null && Part is null && Ago is null;
}
