namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>
/// The number at the end of a reply to a one-line report, the same on every channel and in every language, so that a caller
/// can read it to a help desk. A number never changes its meaning and is never used again for another; none ends in 8,
/// which phones draw as a smiling face before a bracket.
/// </summary>
public enum ReplyCode
{
    /// <summary>Everything that was written is kept.</summary>
    Saved = 10,

    /// <summary>What could be read is kept; something was wrong or not understood.</summary>
    SavedInPart = 11,

    /// <summary>The same message was sent a moment ago: nothing new is written.</summary>
    Known = 12,

    /// <summary>A report was corrected: old and new values are shown.</summary>
    Corrected = 13,

    /// <summary>A report was completed with values that it did not have.</summary>
    Added = 14,

    /// <summary>Correcting changed nothing: the report says so already.</summary>
    Unchanged = 15,

    /// <summary>The values are kept, but they do not make a report yet.</summary>
    NotEnough = 20,

    /// <summary>Nothing could be read.</summary>
    NothingRead = 21,

    /// <summary>The person has no report with this case code.</summary>
    UnknownCase = 22,

    /// <summary>The third message in a row with a fault: help, and the guided questions are offered.</summary>
    Help = 23,

    /// <summary>A line that lacks nothing but the form's word: it is shown as it must be.</summary>
    NoWord = 24,
}
